/** The first that matches: Edge and Chinese browsers also call themselves Chrome, and everything Safari. */
const BROWSERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/MicroMessenger/i, '微信'], [/Edg\//, 'Edge'], [/360SE|360EE|QIHU/i, '360 浏览器'], [/QQBrowser/i, 'QQ 浏览器'], [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/HarmonyOS/i, '鸿蒙'], [/Android/, '安卓'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/UOS|Uniontech/i, '统信 UOS'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
]

/** Enough of a browser's own words to recognise one's machine; empty when it says nothing known. */
export function agentName(agent: string): string {
  const find = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(agent))?.[1]
  return [find(BROWSERS), find(SYSTEMS)].filter((name) => name !== undefined).join(' / ')
}
