import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import OverviewPage from '#src/pages/OverviewPage.vue'

/** Hash routing: the page works from any folder, without a server that knows its routes. */
export function createAppRouter(): Router {
  return createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', redirect: (to) => ({ name: 'overview', query: to.query }) },
      { path: '/overview/:unit?', name: 'overview', component: OverviewPage },
      { path: '/:rest(.*)*', name: 'not-found', component: () => import('#src/pages/NotFoundPage.vue') },
    ],
    // A drill-down keeps its place under the reader's eyes; the heading takes the focus instead.
    scrollBehavior: (_to, _from, saved) => saved ?? false,
  })
}
