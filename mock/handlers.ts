import { delay, http, HttpResponse, type HttpHandler } from 'msw'
import { errorCatalogue, type ErrorReply } from '#contract/errors.ts'
import { asks, SLOW_MS, type Scenario } from './scenarios.ts'

export type Answer = (request: Request) => Promise<Response>

/** Every API request of the page goes to the server's own handler, after what the scenario does to it. */
export function createHandlers(answer: Answer, scenario: Scenario): HttpHandler[] {
  return [http.all('*/api/*', ({ request }) => respond(asAsked(request), answer, scenario))]
}

async function respond(request: Request, answer: Answer, scenario: Scenario): Promise<Response> {
  switch (scenario.kind) {
    case 'offline':
      return HttpResponse.error()
    case 'fail':
      return asks(request, scenario.endpoint) ? failure() : answer(request)
    case 'slow':
      await delay(SLOW_MS)
      return answer(request)
    case 'normal':
    case 'empty':
      return answer(request)
  }
}

function failure(): Response {
  const { status, message } = errorCatalogue.internal
  const body: ErrorReply = { error: { code: 'internal', message, details: { id: 'scenario' } } }
  return HttpResponse.json(body, { status })
}

/**
 * A demo in a folder asks `/folder/api/…`; the handler knows `/api/…` only. Nothing unpacks what a page answers itself,
 * so it must not be packed.
 */
function asAsked(request: Request): Request {
  const url = new URL(request.url)
  url.pathname = url.pathname.slice(url.pathname.lastIndexOf('/api/'))
  const asked = new Request(url, request)
  asked.headers.delete('accept-encoding')
  return asked
}
