// `aisle import` and `aisle generate`, as a catalog team uses them.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { Aisle, program } from './aisle.mjs'

const shared = process.env.AISLE_SHARED_DIR ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared')
let aisle
let folder
before(async () => {
  aisle = await Aisle.start()
  folder = mkdtempSync(join(tmpdir(), 'aisle-import-'))
})
after(async () => {
  await aisle.stop()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name, content) => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const run = (args, input) => spawnSync(program, args, { cwd: folder, input, encoding: 'utf8', maxBuffer: 1 << 28 })
const load = (index, file, ...more) => run(['import', file, '--index', index, '--url', aisle.url, ...more])
const count = async index => (await aisle.request('GET', `/${index}/_count`)).json.count

describe('import', () => {
  it('takes NDJSON, a JSON array, CSV and bulk bodies, plain and compressed', async () => {
    const objects = [{ id: 'a', title: 'Red shoes', price: 10.5 }, { id: 'b', title: 'Blue shoes', price: 12 }]
    const ndjson = objects.map(object => JSON.stringify(object)).join('\n')
    const inputs = {
      'plain.ndjson': ndjson + '\n',
      'packed.ndjson.gz': gzipSync(ndjson),
      'array.json': JSON.stringify(objects, null, 2),
      'table.csv': 'id;title;price\na;"Red; ""shiny"" shoes";10.5\nb;"Blue\nshoes";12\n',
      'bulk.ndjson': '{"index":{"_id":"a"}}\n{"title":"Red shoes"}\n{"create":{"_id":"b"}}\n{"title":"Blue shoes"}\n'
    }
    for (const [name, content] of Object.entries(inputs)) {
      const index = name.split('.')[0]
      const done = load(index, write(name, content))
      assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`)
      assert.equal(await count(index), 2, name)
      const found = await aisle.request('POST', `/${index}/_search`, { query: { match: { title: 'red' } } })
      assert.deepEqual(found.json.hits.hits.map(hit => hit._id), ['a'], name)
    }
    const piped = run(['import', '-', '--index', 'piped', '--url', aisle.url], ndjson)
    assert.equal(piped.status, 0, piped.stderr)
    assert.equal(await count('piped'), 2)
  })

  it('reports one bad line and loads the others', async () => {
    const file = write('bad.ndjson', '{"id":"1","price":1}\n{"id":"2","price":\n{"id":"3","price":3}\n{"id":"4","price":"cheap"}\n{"id":"5","price":5}\n')
    const mapping = write('bad-mapping.json', JSON.stringify({ mappings: { properties: { price: { type: 'double' } } } }))
    const done = load('bad', file, '--mapping', mapping)
    assert.equal(done.status, 1, done.stderr)
    assert.equal(await count('bad'), 3)
    const errors = readFileSync(join(folder, 'errors.ndjson'), 'utf8').trim().split('\n').map(line => JSON.parse(line))
    assert.deepEqual(errors.map(error => error.line).sort(), [2, 4])
    const price = errors.find(error => error.line === 4)
    assert.equal(price.field, 'price')
    assert.equal(price.id, '4')
    assert.ok(price.byte > 0 && /cheap|number/i.test(price.reason), JSON.stringify(price))
  })

  it('shows without loading what it would do', async () => {
    const done = load('dry', write('dry.ndjson', '{"id":"1","category":"A > B > C","price":1.5,"in_stock":true}\n'), '--dry-run')
    assert.equal(done.status, 0, done.stderr)
    assert.match(done.stdout, /path_hierarchy/)
    assert.equal((await aisle.request('HEAD', '/dry')).status, 404)
  })

  it('loads a generated catalog, whose facets count every level', async () => {
    const made = run(['generate', '--products', '3000', '--seed', '4', '-o', 'made.ndjson', '--mapping-out', 'made.json'])
    assert.equal(made.status, 0, made.stderr)
    const again = run(['generate', '--products', '1000', '--seed', '4'])
    assert.ok(readFileSync(join(folder, 'made.ndjson'), 'utf8').startsWith(again.stdout), 'a smaller catalog is not the beginning of a larger one')
    const done = load('made', join(folder, 'made.ndjson'), '--mapping', join(folder, 'made.json'))
    assert.equal(done.status, 0, done.stderr)
    const answer = await aisle.request('POST', '/made/_search', { size: 0, track_total_hits: true, aggs: { levels: { terms: { field: 'category', size: 1000 } } } })
    const levels = Object.fromEntries(answer.json.aggregations.levels.buckets.map(bucket => [bucket.key, bucket.doc_count]))
    const roots = Object.keys(levels).filter(key => !key.includes(' > '))
    assert.equal(roots.reduce((sum, key) => sum + levels[key], 0), 3000)
    for (const root of roots) {
      const filtered = await aisle.request('POST', '/made/_count', { query: { term: { category: root } } })
      assert.equal(filtered.json.count, levels[root], root)
    }
  })

  it('says plainly that no server is there', () => {
    const done = run(['import', write('x.ndjson', '{"a":1}\n'), '--index', 'x', '--url', 'http://127.0.0.1:1'])
    assert.notEqual(done.status, 0)
    assert.match(done.stderr + done.stdout, /127\.0\.0\.1/)
  })
})

describe('real catalogs', { skip: existsSync(join(shared, 'data')) ? false : `no catalogs at ${shared}/data` }, () => {
  const catalogs = { 'chorus-icecat/products.ndjson.gz': 19406, 'bestbuy-demo/products.ndjson.gz': 3291, 'goodbooks-10k/books.csv.gz': 10000, 'openfoodfacts-13k/open-food-facts.csv.gz': 13425, 'complete-journey/products.csv.gz': 92331 }
  for (const [file, documents] of Object.entries(catalogs)) {
    it(`loads ${file}`, async () => {
      const index = file.split('/')[0]
      const done = load(index, join(shared, 'data', file))
      assert.ok(done.status === 0 || done.status === 1, done.stderr)
      assert.equal(await count(index), documents)
    })
  }
})
