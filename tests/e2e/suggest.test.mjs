// Completion suggestions through the official JavaScript client.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Client } from '@elastic/elasticsearch'
import { Aisle } from './aisle.mjs'

let aisle
let client

before(async () => {
  aisle = await Aisle.start()
  client = new Client({ node: aisle.url, maxRetries: 0 })
  await client.indices.create({
    index: 'words',
    mappings: { properties: { suggest: { type: 'completion' }, name: { type: 'keyword', fields: { typed: { type: 'completion', analyzer: 'simple' } } } } }
  })
  await client.bulk({
    index: 'words',
    refresh: true,
    operations: [
      { index: { _id: '1' } }, { suggest: { input: ['Shoes red', 'Red shoes'], weight: 7 }, name: 'Red shoes' },
      { index: { _id: '2' } }, { suggest: { input: 'Shower curtain', weight: '30' }, name: 'Shower curtain' },
      { index: { _id: '3' } }, { suggest: ['Shop window', 'Red window'], name: 'Shop window' },
      { index: { _id: '4' } }, { suggest: 'Shower curtain', name: 'Shower curtain' },
      { index: { _id: '5' } }, { name: 'Nothing to complete' }
    ]
  })
})
after(async () => {
  await client?.close()
  const exit = await aisle?.stop()
  assert.equal(exit?.code, 0, `aisle did not stop cleanly:\n${aisle?.output}`)
})

const complete = async (prefix, completion = {}, body = {}) => {
  const response = await client.search({
    index: 'words', ...body, suggest: { box: { prefix, completion: { field: 'suggest', ...completion } } }
  })
  return response
}
const texts = response => response.suggest.box[0].options.map(option => option.text)

describe('completion', () => {
  it('gives the heaviest inputs with the prefix, and their documents', async () => {
    const response = await complete('sho', { size: 2 })
    assert.deepEqual(response.hits, { total: { value: 0, relation: 'eq' }, max_score: null, hits: [] })
    assert.deepEqual(response.suggest, {
      box: [{
        text: 'sho',
        offset: 0,
        length: 3,
        options: [
          { text: 'Shower curtain', _index: 'words', _id: '2', _score: 30, _source: { suggest: { input: 'Shower curtain', weight: '30' }, name: 'Shower curtain' } },
          { text: 'Shoes red', _index: 'words', _id: '1', _score: 7, _source: { suggest: { input: ['Shoes red', 'Red shoes'], weight: 7 }, name: 'Red shoes' } }
        ]
      }]
    })
  })

  it('gives a document once and, if wanted, a text once', async () => {
    assert.deepEqual(texts(await complete('sho', {}, { _source: false })), ['Shower curtain', 'Shoes red', 'Shop window', 'Shower curtain'])
    const once = await complete('sho', { skip_duplicates: true }, { _source: false })
    assert.deepEqual(texts(once), ['Shower curtain', 'Shoes red', 'Shop window'])
    assert.equal(once.suggest.box[0].options[0]._source, undefined)
    assert.deepEqual(texts(await complete('red')), ['Red shoes', 'Red window'])
  })

  it('forgives typing errors', async () => {
    assert.deepEqual(texts(await complete('shwoer', { skip_duplicates: true })), [])
    const fuzzy = await complete('shwoer', { skip_duplicates: true, fuzzy: { fuzziness: 1 } })
    assert.deepEqual(texts(fuzzy), ['Shower curtain'])
    assert.equal(fuzzy.suggest.box[0].options[0]._score, 60)  // the weight, times the two letters that are right
    assert.deepEqual(texts(await complete('shwoer', { fuzzy: { fuzziness: 1, transpositions: false } })), [])
    assert.deepEqual(texts(await complete('chower', { fuzzy: true })), [])
    assert.deepEqual(texts(await complete('chower', { skip_duplicates: true, fuzzy: { prefix_length: 0 } })), ['Shower curtain'])
  })

  it('stands beside a query, by the text for all, in a field of a field', async () => {
    const response = await client.search({
      index: 'words', size: 1, query: { term: { name: 'Red shoes' } },
      suggest: { text: 'shop', one: { completion: { field: 'suggest' } }, two: { completion: { field: 'name.typed' } } }
    })
    assert.equal(response.hits.total.value, 1)
    assert.deepEqual(response.suggest.one[0].options.map(option => option._id), ['3'])
    assert.deepEqual(response.suggest.two[0].options.map(option => option.text), ['Shop window'])
    const many = await client.msearch({ searches: [{ index: 'words' }, { suggest: { box: { prefix: 'shop', completion: { field: 'suggest' } } } }] })
    assert.deepEqual(texts(many.responses[0]), ['Shop window'])
  })

  it('forgets deleted documents', async () => {
    await client.delete({ index: 'words', id: '2', refresh: true })
    assert.deepEqual((await complete('showe')).suggest.box[0].options.map(option => [option._id, option._score]), [['4', 1]])
  })

  it('says what is wrong', async () => {
    const refused = async (promise, status, pattern) => assert.rejects(promise, error => {
      assert.equal(error.statusCode, status)
      assert.match(JSON.stringify(error.body.error), pattern)
      return true
    })
    await refused(complete('a', { field: 'nothing' }), 400, /no mapping found for field \[nothing\]/)
    await refused(complete('a', { field: 'name' }), 400, /Field \[name\] is not a completion suggest field/)
    await refused(complete('a', { field: '' }), 400, /the required field option \[field\] is missing/)
    await refused(complete('a', { size: 0 }), 400, /size must be positive/)
    await refused(complete('a', { sizes: 1 }), 400, /unknown field \[sizes\]/)
    await refused(client.search({ index: 'words', suggest: { box: { text: 'a', term: { field: 'name' } } } }), 400, /not supported/)
    await refused(client.index({ index: 'words', document: { suggest: { input: 'x', weight: -1 } } }), 400, /Weight must be in the interval/)
    await refused(client.index({ index: 'words', document: { suggest: { inputs: 'x' } } }), 400, /unknown field name \[inputs\]/)
    await refused(client.index({ index: 'words', document: { suggest: 5 } }), 400, /expected text or object/)
  })

  it('completes alike once segments are merged', async () => {
    await client.indices.forcemerge({ index: 'words', max_num_segments: 1 })
    await client.indices.refresh({ index: 'words' })
    assert.deepEqual(texts(await complete('red')), ['Red shoes', 'Red window'])
  })
})
