// What is on disk comes back: after a clean stop, after a kill, and not at all when its bytes are damaged.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Aisle } from './aisle.mjs'

let dataDir
let aisle
before(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'aisle-restart-'))
  aisle = await Aisle.start({ dataDir })
  await aisle.request('PUT', '/shop_v1', {
    aliases: { shop: {} },
    settings: { analysis: { analyzer: { loud: { tokenizer: 'whitespace', filter: ['uppercase'] } } } },
    mappings: { properties: { title: { type: 'text', analyzer: 'loud' }, price: { type: 'double', live: true } } }
  })
  let body = ''
  for (let i = 0; i < 2_000; i++) body += `{"index":{"_id":"${i}"}}\n{"title":"red shoe ${i}","price":${i},"color":"c${i % 7}"}\n`
  const loaded = await aisle.request('POST', '/shop/_bulk?refresh=true', body)
  assert.equal(loaded.json.errors, false, loaded.text.slice(0, 300))
})
after(async () => {
  await aisle.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function state () {
  const answer = await aisle.request('POST', '/shop/_search', {
    query: { match: { title: 'red' } }, sort: ['price', '_doc'], size: 2_000, track_total_hits: true, version: true, seq_no_primary_term: true,
    aggs: { colors: { terms: { field: 'color.keyword' } } }
  })
  assert.equal(answer.status, 200, answer.text.slice(0, 300))
  const { took, ...rest } = answer.json
  const mapping = (await aisle.request('GET', '/shop_v1')).json
  return JSON.stringify({ rest, mapping })
}

const files = (directory, pattern) => readdirSync(directory, { recursive: true }).map(name => join(directory, name)).filter(name => pattern.test(name) && statSync(name).isFile())

describe('restart', () => {
  it('gives back everything after a clean stop, from segments alone', async () => {
    await aisle.request('POST', '/shop/_update/7', { doc: { price: 7.5 } })
    await aisle.request('DELETE', '/shop/_doc/8?refresh=true')
    const before = await state()
    assert.equal((await aisle.stop()).code, 0)
    await aisle.restart()
    assert.equal(await state(), before)
    assert.match(await (await fetch(`${aisle.url}/shop/_doc/7`)).text(), /"price":7\.5/)
  })

  it('gives back everything after a kill, from segments and the log', async () => {
    await aisle.request('POST', '/shop/_update/9', { doc: { price: 9.25 } })
    await aisle.request('PUT', '/shop/_doc/new?refresh=true', { title: 'red new', price: 0.5, color: 'c9' })
    await aisle.request('POST', '/shop/_update/10?refresh=true', { doc: { color: 'c9' } })
    const before = await state()
    await aisle.kill()
    await aisle.restart()
    assert.equal(await state(), before)
  })

  it('is ready within three seconds', async () => {
    await aisle.stop()
    const started = Date.now()
    await aisle.restart()
    assert.ok(Date.now() - started < 3_000)
  })

  it('never serves a damaged segment, and says so', async () => {
    await aisle.stop()
    const segment = files(dataDir, /seg/).sort((a, b) => statSync(b).size - statSync(a).size)[0]
    const bytes = readFileSync(segment)
    bytes[bytes.length >> 1] ^= 0x10
    writeFileSync(segment, bytes)
    await aisle.restart()
    for (const [method, path, body] of [['POST', '/shop/_search', {}], ['POST', '/shop_v1/_search', {}], ['PUT', '/shop_v1/_doc/1', {}], ['PUT', '/shop_v1', {}]]) {
      const answer = await aisle.request(method, path, body)
      assert.equal(answer.status, 503, `${method} ${path}: ${answer.text.slice(0, 200)}`)
      assert.match(answer.json.error.reason, /\[shop_v1\] is damaged on disk/)
    }
    assert.match(aisle.output, /damage|checksum|corrupt/i)
    assert.equal((await aisle.request('GET', '/_cluster/health')).json.status, 'red')
    assert.match((await aisle.request('GET', '/_cat/indices')).text, /red .*shop_v1/)
    bytes[bytes.length >> 1] ^= 0x10
    await aisle.stop()
    writeFileSync(segment, bytes)
    await aisle.restart()
    assert.equal((await aisle.request('POST', '/shop/_search', {})).status, 200, 'the repaired index was not served')
  })
})
