// One truth with search: while shoppers buy, staff restocks and the catalog is loaded again with stale stock, no search
// that begins after an answer may contradict that answer.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TestShop } from './shop.mjs'

const seconds = Number(process.env.AISLE_HAMMER_SECONDS ?? 6)
const skus = Array.from({ length: 6 }, (_, i) => `H${i}`)

describe('search and checkout', () => {
  let shop
  before(async () => {
    shop = await TestShop.start({ args: ['--shop-shipping', 'manual', '--shop-test-payment-delay', '20ms'] })
    await shop.load(Object.fromEntries(skus.map(sku => [sku, { inventory: 2 }])))
    // Until the shop has touched a product, its document decides, which the loader changes.
    for (const sku of skus) await shop.service('inventory').put(`/inventory/${sku}`, { on_hand: 2 })
  })
  after(() => shop.stop())

  const search = async sku => {
    const found = await shop.es('POST', '/products/_search', { query: { bool: { filter: [{ term: { _id: sku } }, { term: { in_stock: true } }] } } })
    assert.equal(found.status, 200, found.text)
    return found.json.hits.total.value
  }
  const shown = async sku => (await shop.es('GET', `/products/_doc/${sku}`)).json._source

  it('never contradict each other', async () => {
    const until = Date.now() + seconds * 1000
    const inventory = shop.service('inventory')
    let soldOut = 0
    let restocked = 0

    // Each product has one buyer, who alone changes its stock and therefore knows what searches must show.
    const buyer = async sku => {
      while (Date.now() < until) {
        const shopper = shop.shopper()
        const left = (await inventory.get(`/inventory/${sku}`)).json.available
        await shopper.newCart({ [sku]: left })
        const bought = await shopper.checkout('test_open')
        assert.equal(bought.status, 202, bought.text)
        assert.equal(await search(sku), 0, `${sku} is sold out and was found in stock`)
        const source = await shown(sku)
        assert.deepEqual([source.inventory, source.in_stock], [0, false])
        soldOut++
        if (soldOut % 2 === 0) {
          const cancelled = await shopper.post(`/orders/${bought.json.id}/cancel`)
          assert.ok(cancelled.status < 300, cancelled.text)
          await shopper.orderWhen(bought.json.id, 'cancelled')
        } else {
          const adjusted = await inventory.post(`/inventory/${sku}/adjustments`, { delta: 2, reason: 'delivery' })
          assert.equal(adjusted.status, 201, adjusted.text)
        }
        assert.equal(await search(sku), 1, `${sku} is back and was not found`)
        restocked++
      }
    }
    const loader = async () => {
      for (let round = 0; Date.now() < until; round++) {
        const loaded = await shop.reload(Object.fromEntries(skus.map(sku => [sku, { inventory: 1000 + round }])))
        assert.equal(loaded.json.errors, false, loaded.text.slice(0, 300))
        for (const sku of skus) await shop.es('POST', `/products/_update/${sku}`, { doc: { inventory: 77, in_stock: true } })
        if (round % 5 === 0) await shop.es('POST', '/products/_forcemerge?max_num_segments=1')
      }
    }
    await Promise.all([...skus.map(buyer), loader(), loader()])
    assert.ok(soldOut > skus.length, `only ${soldOut} rounds`)
    assert.equal(restocked, soldOut)
    assert.equal((await shop.service('admin').get('/admin/fsck')).json.clean, true)
  })
})
