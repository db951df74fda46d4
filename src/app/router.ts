import { createRouter, createWebHashHistory, type Router, type RouteLocationNormalized } from 'vue-router'
import type { Permission } from '#core/access/access.ts'
import OverviewPage from '#src/pages/OverviewPage.vue'
import StandbyPage from '#src/pages/StandbyPage.vue'
import { useSession } from '#src/stores/session.store.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** What a page shows; without it, it is everybody's. */
    needs?: Permission
  }
}

/** The pages that accounts begin at; an account's home is the first one that it may see. */
const HOMES = [
  { path: '/overview/:unit?', name: 'overview', component: OverviewPage, meta: { needs: 'see-figures' } },
  { path: '/accounts', name: 'accounts', component: () => import('#src/pages/AccountsPage.vue'), meta: { needs: 'manage-accounts' } },
  { path: '/audit', name: 'audit', component: () => import('#src/pages/AuditPage.vue'), meta: { needs: 'read-audit' } },
  { path: '/units', name: 'units', component: () => import('#src/pages/UnitsPage.vue'), meta: { needs: 'manage-units' } },
] as const

/** Hash routing: the page works from any folder, without a server that knows its routes. */
export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes: [
      { path: '/', name: 'home', component: StandbyPage },
      ...HOMES,
      { path: '/entry/:unit?', name: 'entry', component: () => import('#src/pages/EntryPage.vue'), meta: { needs: 'see-figures' } },
      { path: '/accounts/open', name: 'open-accounts', component: () => import('#src/pages/OpenAccountsPage.vue'), meta: { needs: 'manage-accounts' } },
      { path: '/forms', name: 'forms', component: () => import('#src/pages/FormsPage.vue'), meta: { needs: 'manage-forms' } },
      { path: '/account', name: 'account', component: () => import('#src/pages/AccountPage.vue') },
      { path: '/:rest(.*)*', name: 'not-found', component: () => import('#src/pages/NotFoundPage.vue') },
    ],
    // A drill-down keeps its place under the reader's eyes; the heading takes the focus instead.
    scrollBehavior: (_to, _from, saved) => saved ?? false,
  })
  router.beforeEach((to) => placeFor(to, useSession()))
  return router
}

/** The server refuses by itself; here nobody is led to a page that would only show the refusal. */
function placeFor(to: RouteLocationNormalized, session: ReturnType<typeof useSession>) {
  const isRefused = to.meta.needs !== undefined && !session.may(to.meta.needs)
  if (session.signedIn === null || !(isRefused || to.name === 'home')) return true
  const name = HOMES.find(({ meta }) => session.may(meta.needs))?.name ?? 'home'
  return name === to.name ? true : { name, ...(to.name === 'home' && { query: to.query }) }
}
