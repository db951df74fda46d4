import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createAppRouter } from './app/router.ts'

/** True in builds that run on the mock; the bundler drops the branch from all others. */
declare const __MOCK__: boolean

async function start(): Promise<void> {
  if (__MOCK__) await (await import('../mock/browser.ts')).start()
  createApp(App).use(createPinia()).use(PiniaColada).use(createAppRouter()).mount('#app')
}

void start()
