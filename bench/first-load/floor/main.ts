/** The floor: a bare page of vue + router + pinia that shows one number. */
import { createPinia, defineStore } from 'pinia'
import { createApp, h } from 'vue'
import { createRouter, createWebHashHistory, RouterView } from 'vue-router'

const useNumber = defineStore('number', { state: () => ({ value: 58_300 }) })
const NumberPage = { render: () => h('main', [h('h1', '城镇新增就业'), h('p', `${useNumber().value} 人`)]) }
const router = createRouter({ history: createWebHashHistory(), routes: [{ path: '/', component: NumberPage }] })
createApp({ render: () => h(RouterView) }).use(createPinia()).use(router).mount('#app')
