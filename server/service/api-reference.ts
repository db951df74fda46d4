import { describeApi } from '#contract/openapi.ts'
import { COMMON_HEADERS, PAGE_POLICY } from './security-headers.ts'

/** The API's description as a page: no script, so that it works under the strict CSP and without a network. */
export interface ApiReference {
  find(pathname: string): Response | null
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: unknown
}
type Content = Readonly<Record<string, { readonly schema: unknown }>>
interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly 'x-access'?: string
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

export function apiReference(): ApiReference {
  const { info, paths } = describeApi() as { info: { title: string; version: string }; paths: Paths }
  const operations = Object.entries(paths).flatMap(([path, byMethod]) => Object.entries(byMethod).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })))
  const page = document(`${info.title} API ${info.version}`, [
    `<p>机器可读的描述：<a href="openapi.json">openapi.json</a>（OpenAPI 3.1）。先以 POST /api/session 登录，之后的请求带上会话 Cookie。</p>`,
    `<nav><ul>${operations.map(({ path, method, operation }) => `<li><a href="#${escape(operation.operationId)}"><b>${method}</b> ${escape(path)}</a> ${escape(operation.summary)}</li>`).join('')}</ul></nav>`,
    ...operations.map(({ path, method, operation }) => section(path, method, operation)),
  ])
  const files = new Map([['/api/docs', [page, 'text/html']], ['/api/docs.css', [STYLE, 'text/css']]])
  return {
    find(pathname) {
      const file = files.get(pathname)
      if (file === undefined) return null
      const headers = { ...COMMON_HEADERS, 'content-security-policy': PAGE_POLICY, 'content-type': `${file[1]}; charset=utf-8`, 'cache-control': 'no-cache' }
      return new Response(file[0], { headers })
    },
  }
}

function section(path: string, method: string, { operationId, summary, parameters, requestBody, responses, ...rest }: Operation): string {
  const rows = parameters.map(({ name, in: place, required, schema }) =>
    `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}</td><td>${required ? '必填' : '选填'}</td><td><code>${escape(JSON.stringify(schema))}</code></td></tr>`)
  const { 200: ok, ...errors } = responses
  return [
    `<section id="${escape(operationId)}"><h2><b>${method}</b> ${escape(path)}</h2><p>${escape(summary)}。权限：<code>${escape(rest['x-access'] ?? 'anyone')}</code></p>`,
    rows.length === 0 ? '' : `<table><thead><tr><th>参数</th><th>位置</th><th></th><th>类型</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
    requestBody === undefined ? '' : schemas('正文', requestBody.content),
    ok?.content === undefined ? '' : schemas('回答', ok.content),
    `<details><summary>错误</summary><ul>${Object.entries(errors).map(([status, { description }]) => `<li>${escape(status)}：${escape(description)}</li>`).join('')}</ul></details></section>`,
  ].join('\n')
}

function schemas(title: string, content: Content): string {
  return Object.entries(content).map(([type, { schema }]) =>
    `<details><summary>${title} <code>${escape(type)}</code></summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`).join('')
}

function document(title: string, parts: readonly string[]): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><link rel="stylesheet" href="docs.css"></head>
<body><main><h1>${escape(title)}</h1>
${parts.join('\n')}
</main></body></html>
`
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!)
}

const STYLE = `:root { color-scheme: light dark; font: 15px/1.6 system-ui, "Microsoft YaHei", sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 1rem }
nav ul { list-style: none; padding: 0 }
section { border-top: 1px solid #8884; margin-top: 1.5rem }
h2 { font-size: 1.1rem }
table { border-collapse: collapse }
td, th { border: 1px solid #8884; padding: .2rem .5rem; text-align: left; vertical-align: top }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .85rem; overflow-wrap: anywhere }
pre { max-height: 24rem; overflow: auto; background: #8881; padding: .5rem }
`
