import { describe, expect, it } from 'vitest'
import { filesMatching, textOf } from './repository.ts'

describe('public/', () => {
  it('holds these files and no others: what lies there ships in every build, unhashed', () => {
    expect(filesMatching(/^public\//)).toEqual(['public/boot.css', 'public/favicon.svg', 'public/old-browser.js'])
  })

  it('has an old-browser script that the oldest kernel can read', () => {
    expect(textOf('public/old-browser.js')).not.toMatch(/=>|`|\b(let|const|class)\b|\?\.|\?\?|,\s*\)/)
  })
})

describe('index.html', () => {
  const html = textOf('index.html')

  it('keeps to the strict CSP: no inline script, style or handler', () => {
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })

  it('asks dual-kernel browsers for the modern one and speaks Chinese', () => {
    expect(html).toContain('<meta name="renderer" content="webkit" />')
    expect(html).toContain('<html lang="zh-CN">')
  })

  it('loads nothing from elsewhere', () => {
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//)
  })
})
