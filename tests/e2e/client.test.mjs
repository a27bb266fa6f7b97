// The official JavaScript client, unchanged, against Aisle: what a storefront does in a day.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client, errors } from '@elastic/elasticsearch'
import { Aisle } from './aisle.mjs'

const products = [
  { id: '1', title: 'Wireless Bluetooth Headphones', brand: 'AudioTech', category: 'Electronics > Audio > Headphones', price: 79.99, rating: 4.5, inventory: 1500, in_stock: true },
  { id: '2', title: 'Sony WH-1000XM5 wireless headphones', brand: 'Sony', category: 'Electronics > Audio > Headphones', price: 349.99, rating: 4.7, inventory: 12, in_stock: true },
  { id: '3', title: 'Bose QC45 headphones', brand: 'Bose', category: 'Electronics > Audio > Headphones', price: 329.99, rating: 4.5, inventory: 0, in_stock: false },
  { id: '4', title: 'Wireless charger pad', brand: 'AudioTech', category: 'Electronics > Phones > Chargers', price: 19.5, rating: 4.1, inventory: 40, in_stock: true },
  { id: '5', title: 'Premium wireless headphones limited edition', brand: 'Sony', category: 'Electronics > Audio > Headphones', price: 899, rating: 4.9, inventory: 3, in_stock: true },
  { id: '6', title: 'Wooden headphones stand', brand: 'Homely', category: 'Home > Office > Stands', price: 24.99, rating: 4.0, inventory: 7, in_stock: true }
]

const index = {
  settings: {
    analysis: {
      tokenizer: { levels: { type: 'path_hierarchy', delimiter: '>' } },
      filter: { edge: { type: 'edge_ngram', min_gram: 2, max_gram: 15 } },
      analyzer: {
        levels: { type: 'custom', tokenizer: 'levels', filter: ['trim'] },
        autocomplete: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'edge'] }
      }
    }
  },
  mappings: {
    properties: {
      title: { type: 'text', fields: { autocomplete: { type: 'text', analyzer: 'autocomplete', search_analyzer: 'standard' }, typed: { type: 'search_as_you_type' } } },
      brand: { type: 'text', fields: { keyword: { type: 'keyword' } } },
      category: { type: 'text', analyzer: 'levels', search_analyzer: 'keyword', fielddata: true },
      price: { type: 'double', live: true },
      rating: { type: 'double' },
      inventory: { type: 'long', live: true },
      in_stock: { type: 'boolean', live: true }
    }
  }
}

let aisle
let client

before(async () => {
  aisle = await Aisle.start()
  client = new Client({ node: aisle.url, maxRetries: 0 })
})
after(async () => {
  await client?.close()
  const exit = await aisle?.stop()
  assert.equal(exit?.code, 0, `aisle did not stop cleanly:\n${aisle?.output}`)
})

const ids = response => response.hits.hits.map(hit => hit._id)
const search = body => client.search({ index: 'products', ...body })

describe('identity', () => {
  it('is taken for Elasticsearch 8', async () => {
    const info = await client.info()
    assert.match(info.version.number, /^8\./)
    assert.equal(info.tagline, 'You Know, for Search')
    assert.equal(await client.ping(), true)
  })

  it('reports cluster health', async () => {
    const health = await client.cluster.health()
    assert.equal(health.status, 'green')
  })
})

describe('indices', () => {
  it('creates an index with settings and mappings and gives them back', async () => {
    const created = await client.indices.create({ index: 'products_v1', ...index, aliases: { products: {} } })
    assert.deepEqual(created, { acknowledged: true, shards_acknowledged: true, index: 'products_v1' })
    assert.equal(await client.indices.exists({ index: 'products' }), true)
    assert.equal(await client.indices.exists({ index: 'nothing' }), false)
    const mapping = await client.indices.getMapping({ index: 'products' })
    assert.equal(mapping.products_v1.mappings.properties.price.type, 'double')
    const settings = await client.indices.getSettings({ index: 'products' })
    assert.equal(settings.products_v1.settings.index.number_of_shards, '1')
  })

  it('refuses to create it twice, and bad names', async () => {
    await assert.rejects(client.indices.create({ index: 'products_v1' }), error =>
      error instanceof errors.ResponseError && error.statusCode === 400 &&
      error.body.error.type === 'resource_already_exists_exception')
    await assert.rejects(client.indices.create({ index: 'UPPER' }), error =>
      error.body.error.type === 'invalid_index_name_exception')
  })

  it('names an index that does not exist', async () => {
    await assert.rejects(client.search({ index: 'nothing' }), error =>
      error.statusCode === 404 && error.body.error.reason === 'no such index [nothing]')
  })
})

describe('documents', () => {
  it('loads a catalog through the bulk helper', async () => {
    const result = await client.helpers.bulk({
      datasource: products,
      refreshOnCompletion: 'products',
      onDocument: product => ({ index: { _index: 'products', _id: product.id } })
    })
    assert.equal(result.successful, products.length)
    assert.equal(result.failed, 0)
    assert.equal((await client.count({ index: 'products' })).count, products.length)
  })

  it('reports one bad item and keeps the others', async () => {
    const response = await client.bulk({
      index: 'products',
      refresh: true,
      operations: [
        { index: { _id: '7' } }, { title: 'Good one', price: 1 },
        { index: { _id: '8' } }, { title: 'Bad one', price: 'expensive' },
        { create: { _id: '7' } }, { title: 'There already' },
        { delete: { _id: '7' } },
        { delete: { _id: 'never' } }
      ]
    })
    assert.equal(response.errors, true)
    assert.deepEqual(response.items.map(item => Object.values(item)[0].status), [201, 400, 409, 200, 404])
    assert.match(response.items[1].index.error.reason, /price/)
    assert.equal(response.items[2].create.error.type, 'version_conflict_engine_exception')
  })

  it('reads, updates and deletes by id with versions and sequence numbers', async () => {
    const first = await client.index({ index: 'products', id: 'x', document: { title: 'Temporary thing', tags: ['a'] } })
    assert.equal(first.result, 'created')
    const read = await client.get({ index: 'products', id: 'x' })
    assert.deepEqual(read._source, { title: 'Temporary thing', tags: ['a'] })
    const updated = await client.update({ index: 'products', id: 'x', doc: { title: 'Changed thing' } })
    assert.equal(updated.result, 'updated')
    assert.equal(updated._version, 2)
    const same = await client.update({ index: 'products', id: 'x', doc: { title: 'Changed thing' } })
    assert.equal(same.result, 'noop')
    await assert.rejects(client.index({ index: 'products', id: 'x', if_seq_no: first._seq_no, if_primary_term: 1, document: {} }),
      error => error.statusCode === 409)
    const upserted = await client.update({ index: 'products', id: 'y', doc: { title: 'Up' }, doc_as_upsert: true })
    assert.equal(upserted.result, 'created')
    const many = await client.mget({ index: 'products', ids: ['x', 'nothing'] })
    assert.deepEqual(many.docs.map(doc => doc.found), [true, false])
    assert.equal((await client.delete({ index: 'products', id: 'x', refresh: true })).result, 'deleted')
    await client.delete({ index: 'products', id: 'y', refresh: true })
    await assert.rejects(client.get({ index: 'products', id: 'x' }), error => error.statusCode === 404)
  })

  it('is visible after refresh=wait_for', async () => {
    await client.index({ index: 'products', id: 'w', refresh: 'wait_for', document: { title: 'Waiting zebra' } })
    assert.deepEqual(ids(await search({ query: { match: { title: 'zebra' } } })), ['w'])
    await client.delete({ index: 'products', id: 'w', refresh: true })
  })
})

describe('search', () => {
  it("answers the customer's query as it stands", async () => {
    const response = await search({
      query: {
        bool: {
          must: { match: { title: 'wireless headphones' } },
          filter: [{ term: { category: 'Electronics > Audio' } }, { range: { price: { lte: 500 } } }]
        }
      },
      sort: [{ _score: 'desc' }, { rating: 'desc' }]
    })
    assert.deepEqual(new Set(ids(response)), new Set(['1', '2', '3']))
    assert.equal(response.hits.total.value, 3)
    assert.equal(response.hits.hits.at(-1)._id, '3')
    assert.equal(response.hits.hits[0].sort.length, 2)
  })

  it('completes what is being typed', async () => {
    assert.deepEqual(new Set(ids(await search({ query: { match: { 'title.autocomplete': { query: 'wire head', operator: 'and' } } } }))), new Set(['1', '2', '5']))
    const typed = await search({ query: { multi_match: { query: 'wireless he', type: 'bool_prefix', fields: ['title.typed', 'title.typed._2gram', 'title.typed._3gram'] } } })
    assert.ok(['1', '2', '5'].includes(ids(typed)[0]))
  })

  it('forgives typing errors', async () => {
    for (const typed of ['hedphones', 'haedphones', 'headphnoes', 'hadphone']) {
      const response = await search({ query: { match: { title: { query: typed, fuzziness: 2 } } } })
      assert.equal(response.hits.total.value, 5, typed)
    }
    const auto = await search({ query: { multi_match: { query: 'wireles bose', fields: ['title^3', 'brand'], fuzziness: 'AUTO' } } })
    assert.equal(ids(auto)[0], '3')
  })

  it('counts facets exactly, at every level of a category', async () => {
    const response = await search({
      size: 0,
      aggs: {
        levels: { terms: { field: 'category', size: 20 } },
        brands: { terms: { field: 'brand.keyword' }, aggs: { price: { stats: { field: 'price' } } } },
        prices: { range: { field: 'price', ranges: [{ to: 50 }, { from: 50, to: 400 }, { from: 400 }] } },
        ratings: { histogram: { field: 'rating', interval: 1 } },
        stock: { terms: { field: 'in_stock' } },
        cheap: { filter: { range: { price: { lt: 100 } } }, aggs: { mean: { avg: { field: 'rating' } } } }
      }
    })
    const count = (name, key) => response.aggregations[name].buckets.find(bucket => bucket.key === key)?.doc_count
    assert.equal(count('levels', 'Electronics'), 5)
    assert.equal(count('levels', 'Electronics > Audio'), 4)
    assert.equal(count('levels', 'Electronics > Audio > Headphones'), 4)
    assert.equal(count('brands', 'Sony'), 2)
    assert.equal(response.aggregations.brands.buckets.find(bucket => bucket.key === 'Sony').price.max, 899)
    assert.deepEqual(response.aggregations.prices.buckets.map(bucket => [bucket.key, bucket.doc_count]),
      [['*-50.0', 2], ['50.0-400.0', 3], ['400.0-*', 1]])
    assert.deepEqual(response.aggregations.stock.buckets.map(bucket => [bucket.key_as_string, bucket.doc_count]), [['true', 5], ['false', 1]])
    assert.equal(response.aggregations.cheap.doc_count, 3)
  })

  it('keeps disjunctive facets apart from the hits with post_filter', async () => {
    const response = await search({
      query: { match: { title: 'headphones' } },
      post_filter: { term: { 'brand.keyword': 'Sony' } },
      aggs: { brands: { terms: { field: 'brand.keyword' } } }
    })
    assert.deepEqual(new Set(ids(response)), new Set(['2', '5']))
    assert.equal(response.aggregations.brands.buckets.length, 4)
  })

  it('boosts by brand, category and product', async () => {
    const response = await search({
      query: {
        function_score: {
          query: { match: { title: 'headphones' } },
          functions: [
            { filter: { term: { 'brand.keyword': 'Homely' } }, weight: 50 },
            { filter: { ids: { values: ['3'] } }, weight: 20 },
            { filter: { term: { category: 'Electronics > Audio' } }, weight: 2 }
          ],
          score_mode: 'sum',
          boost_mode: 'multiply'
        }
      }
    })
    assert.deepEqual(ids(response).slice(0, 2), ['6', '3'])
  })

  it('pages with from/size and search_after, and filters the source', async () => {
    const sort = [{ price: 'asc' }, { rating: 'desc' }]
    const first = await search({ sort, size: 2, _source: ['title', 'pri*'] })
    assert.deepEqual(ids(first), ['4', '6'])
    assert.deepEqual(Object.keys(first.hits.hits[0]._source).sort(), ['price', 'title'])
    const next = await search({ sort, size: 2, search_after: first.hits.hits.at(-1).sort, _source: false })
    assert.deepEqual(ids(next), ['1', '3'])
    assert.equal(next.hits.hits[0]._source, undefined)
  })

  it('searches many at once', async () => {
    const { responses } = await client.msearch({ searches: [{ index: 'products' }, { query: { match_all: {} }, size: 0 }, { index: 'nothing' }, {}] })
    assert.equal(responses[0].hits.total.value, products.length)
    assert.equal(responses[1].status, 404)
  })

  it('says what it does not understand, and where', async () => {
    await assert.rejects(search({ query: { macth: { title: 'x' } } }), error => {
      assert.equal(error.statusCode, 400)
      assert.equal(error.body.error.type, 'parsing_exception')
      assert.match(error.body.error.reason, /unknown query \[macth\] did you mean \[match\]\?/)
      assert.ok(error.body.error.line >= 1 && error.body.error.col > 1)
      return true
    })
    await assert.rejects(search({ from: 10_000, size: 10 }), error => /Result window is too large/.test(error.body.error.root_cause[0].reason))
  })
})

describe('live columns', () => {
  it('shows a price change to the next search, without a refresh', async () => {
    const inRange = async () => ids(await search({ query: { range: { price: { gte: 41, lte: 43 } } } }))
    assert.deepEqual(await inRange(), [])
    const before = await client.get({ index: 'products', id: '6' })
    await client.update({ index: 'products', id: '6', doc: { price: 42.5, in_stock: false } })
    assert.deepEqual(await inRange(), ['6'])
    const hit = (await search({ query: { ids: { values: ['6'] } } })).hits.hits[0]
    assert.equal(hit._source.price, 42.5)
    assert.equal(hit._source.in_stock, false)
    const after = await client.get({ index: 'products', id: '6' })
    assert.equal(after._source.price, 42.5)
    assert.equal(after._version, before._version + 1)
    const stock = await search({ size: 0, aggs: { stock: { terms: { field: 'in_stock' } } } })
    assert.deepEqual(stock.aggregations.stock.buckets.map(bucket => bucket.doc_count), [4, 2])
  })
})

describe('aliases', () => {
  it('moves an alias in one step', async () => {
    await client.indices.create({ index: 'products_v2', mappings: index.mappings, settings: index.settings })
    await client.indices.updateAliases({
      actions: [{ add: { index: 'products_v2', alias: 'products' } }, { remove: { index: 'products_v1', alias: 'products' } }]
    })
    assert.deepEqual(await client.indices.getAlias({ name: 'products' }), { products_v2: { aliases: { products: {} } } })
    assert.equal((await client.count({ index: 'products' })).count, 0)
    assert.equal((await client.count({ index: 'products_v*' })).count, products.length)
    await client.indices.delete({ index: 'products_v1' })
    assert.equal(await client.indices.exists({ index: 'products_v1' }), false)
  })

  it('lists indices', async () => {
    const rows = await client.cat.indices({ format: 'json' })
    assert.deepEqual(rows.map(row => row.index), ['products_v2'])
  })
})

describe('analysis', () => {
  it('shows what an analyzer does', async () => {
    const response = await client.indices.analyze({ analyzer: 'english', text: 'The running shoes' })
    assert.deepEqual(response.tokens.map(token => token.token), ['run', 'shoe'])
  })
})
