import { createApp } from 'vue'
import '#src/styles/index.css'
import '#src/app/shell.css'
import SheetPage from './SheetPage.vue'

const asked = new URLSearchParams(location.search)
createApp(SheetPage, { rowCount: Number(asked.get('rows') ?? 27), columnCount: Number(asked.get('columns') ?? 8) }).mount('#app')
