import { openDataFolder } from './data-folder.ts'
import type { DataHome } from './data-home.ts'
import type { ServerOptions } from './server-options.ts'
import { openSharedDatabase } from './shared-database.ts'

/** @throws StoreError `locked`, `unreadable` */
export function openDataHome({ databaseUrl, dataFolder }: Pick<ServerOptions, 'databaseUrl' | 'dataFolder'>): DataHome {
  return databaseUrl === null ? openDataFolder(dataFolder) : openSharedDatabase(databaseUrl, dataFolder)
}
