// Bodies that mean harm, or are just too much: an error within bounded time, and a server that goes on.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Aisle } from './aisle.mjs'

let aisle
before(async () => {
  aisle = await Aisle.start()
  const created = await aisle.request('PUT', '/h', { mappings: { properties: { t: { type: 'text' }, k: { type: 'keyword' }, n: { type: 'long' } } } })
  assert.equal(created.status, 200, created.text)
})
after(async () => {
  assert.equal((await aisle.request('GET', '/')).status, 200, 'the server went away')
  assert.equal((await aisle.stop()).code, 0)
})

const search = body => aisle.request('POST', '/h/_search', body)
const refused = (answer, type) => {
  assert.equal(answer.status, 400, answer.text.slice(0, 300))
  if (type) assert.match(answer.json.error.root_cause[0].type, type)
}

describe('hostile queries', () => {
  it('survives nesting without end', async () => {
    refused(await search('['.repeat(200_000)))
    refused(await search('{"query":' + '{"bool":{"must":'.repeat(5_000)))
    const deep = n => '{"bool":{"must":'.repeat(n) + '{"match_all":{}}' + '}}'.repeat(n)
    refused(await search(`{"query":${deep(45)}}`))
    assert.equal((await search(`{"query":${deep(10)}}`)).status, 200)
  })

  it('survives ten thousand clauses', async () => {
    const clause = { term: { k: 'x' } }
    refused(await search({ query: { bool: { should: Array(10_000).fill(clause) } } }), /too_many_clauses/)
    refused(await search({ query: { match: { t: { query: Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(' ') } } } }))
    assert.equal((await search({ query: { terms: { k: Array.from({ length: 10_000 }, (_, i) => `w${i}`) } } })).status, 200)
  })

  it('survives numbers that no type holds', async () => {
    refused(await search('{"query":{"term":{"n":1e99999}}}'))
    refused(await search('{"from":99999999999999999999999}'))
    refused(await search({ from: 9_999, size: 9_999 }))
    for (const n of ['9223372036854775808', '-9223372036854775809', '1e300', '0.5']) {
      const answer = await search(`{"query":{"range":{"n":{"gte":${n}}}}}`)
      assert.ok([200, 400].includes(answer.status), answer.text)
    }
  })

  it('refuses what is not UTF-8 or not JSON', async () => {
    refused(await search(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])))
    refused(await search('{"query":{"match_all":{}}} trailing'))
    refused(await search('{"query":{"match_all":{}},"query":{"match_all":{}}}'))
    refused(await search("{'query':1}"))
  })

  it('bounds patterns that explode', async () => {
    const started = Date.now()
    await search({ query: { wildcard: { k: '*a'.repeat(2_000) } } })
    await search({ size: 0, aggs: { x: { terms: { field: 'k', include: '(a*)*'.repeat(200) } } } })
    await search({ query: { fuzzy: { t: { value: 'a'.repeat(10_000), fuzziness: 2 } } } })
    await search({ query: { prefix: { t: '' } } })
    assert.ok(Date.now() - started < 20_000)
  })

  it('bounds buckets', async () => {
    await aisle.request('PUT', '/h/_doc/1?refresh=true', { n: 0 })
    await aisle.request('PUT', '/h/_doc/2?refresh=true', { n: 1e15 })
    const answer = await search({ size: 0, aggs: { x: { histogram: { field: 'n', interval: 1, min_doc_count: 0 } } } })
    assert.ok(answer.status >= 400 && answer.status < 600, answer.text.slice(0, 200))
  })
})

describe('hostile documents', () => {
  it('refuses one by one, with a reason, and keeps the good ones', async () => {
    const lines = [
      [{ index: { _id: 'deep' } }, '{"a":'.repeat(2_000) + '1' + '}'.repeat(2_000)],
      [{ index: { _id: 'bad' } }, '{"t": }'],
      [{ index: { _id: 'utf' } }, '{"t":"\uD800"}'],
      [{ index: { _id: 'keyword' } }, JSON.stringify({ k: 'x'.repeat(40_000) })],
      [{ index: { _id: 'range' } }, '{"n":1e30}'],
      [{ index: { _id: 'good' } }, '{"t":"fine"}']
    ]
    const body = lines.map(([action, source]) => JSON.stringify(action) + '\n' + source + '\n').join('')
    const answer = await aisle.request('POST', '/h/_bulk?refresh=true', body)
    assert.equal(answer.status, 200, answer.text.slice(0, 300))
    const statuses = Object.fromEntries(answer.json.items.map(item => [item.index._id, item.index.status]))
    assert.equal(statuses.deep, 400)
    assert.equal(statuses.bad, 400)
    assert.equal(statuses.keyword, 400)
    assert.equal(statuses.range, 400)
    assert.equal(statuses.good, 201)
    for (const item of answer.json.items) if (item.index.error) assert.ok(item.index.error.reason.length > 10)
  })

  it('takes an overlong word of text', async () => {
    const answer = await aisle.request('PUT', '/h/_doc/long?refresh=true', { t: 'y'.repeat(100_000) })
    assert.equal(answer.status, 201, answer.text.slice(0, 300))
  })

  it('does not let one document explode the mapping', async () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, i]))
    const answer = await aisle.request('PUT', '/h/_doc/wide', wide)
    assert.equal(answer.status, 400)
    assert.match(answer.text, /Limit of total fields \[1000\]/)
  })
})

describe('hostile transport', () => {
  it('stops a gzip bomb at the body limit', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20))
    const answer = await aisle.request('POST', '/h/_bulk', bomb, { 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' })
    assert.ok([400, 413].includes(answer.status), answer.text.slice(0, 200))
  })

  it('refuses codings that it cannot read', async () => {
    const answer = await aisle.request('POST', '/h/_search', Buffer.from('not gzip'), { 'content-encoding': 'gzip' })
    assert.equal(answer.status, 400)
  })
})
