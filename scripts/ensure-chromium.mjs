// @ts-check
// Runs before anything is installed, on Node 20: no packages here.
import { spawnSync } from 'node:child_process'
import { findChromium } from './find-chromium.mjs'

const BY_HAND = `Install Chromium (or Chrome 100 and later) and, on Linux, a font with Chinese characters, for example
  Debian, Ubuntu:  sudo apt-get install chromium fonts-noto-cjk
or set CHROMIUM_PATH to a browser.`

/**
 * Installs Chromium and a Chinese font where apt-get can. Without the font every picture shows boxes.
 * @returns {string | null} what to do by hand, or null when all is there
 */
export function ensureChromium() {
  const missing = [...(findChromium() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])]
  if (missing.length > 0 && canInstall()) {
    console.log(`Installing ${missing.join(' and ')} (apt-get) …`)
    // A stale package list fails the install, no list at all does too; a failed refresh may still leave a usable list.
    run('apt-get', ['update', '-q'])
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing])
  }
  return findChromium() ? null : `No Chromium found. ${BY_HAND}`
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true
  const { status, stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}

function canInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}
