import pg from 'pg'

let made = 0

/** Creates an empty database beside the one of `url`. */
export async function newDatabase(url: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `spec_${process.pid}_${made++}`
  await administer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return { url: own.href, drop: () => administer(url, `drop database ${name} with (force)`) }
}

export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
