// A shop's promises over real HTTP: from the search to the delivered parcel, and what must never happen on the way.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { newKey, sign, TestShop } from './shop.mjs'

const quick = ['--shop-test-payment-delay', '20ms', '--shop-test-delivery-delay', '300ms']

describe('a shopper', () => {
  let shop
  before(async () => {
    shop = await TestShop.start({ args: quick })
    await shop.load({ P1: { inventory: 3, price: 79.99 }, P2: { inventory: 50, price: 5 }, P3: { inventory: 1 }, P4: { inventory: 0 } })
  })
  after(() => shop.stop())

  it('finds, buys, and gets a parcel', async () => {
    const shopper = shop.shopper()
    assert.deepEqual(await shop.inStock(), ['P1', 'P2', 'P3'])
    await shopper.newCart({ P1: 2, P2: 1 })
    const cart = await shopper.get('/carts/mine')
    assert.deepEqual(cart.json.subtotal, { amount: 16498, currency: 'USD' })
    const accepted = await shopper.checkout('test_ok', { email: 'ann@example.com', expected_total: cart.json.subtotal, cart_version: cart.json.version })
    assert.equal(accepted.status, 202, accepted.text)
    assert.equal(accepted.json.state, 'payment_pending')
    assert.equal(accepted.headers.get('location'), `/_shop/v1/orders/${accepted.json.id}`)
    const delivered = await shopper.orderWhen(accepted.json.id, 'delivered')
    assert.deepEqual(delivered.captured, { amount: 16498, currency: 'USD' })
    const history = await shopper.get(`/orders/${accepted.json.id}/events`)
    const states = history.json.events.map(event => event.data.to).filter(Boolean)
    assert.deepEqual(states, ['created', 'reserved', 'payment_pending', 'paid', 'confirmed', 'picking', 'shipped', 'delivered'])
    const stock = await shop.service('inventory').get('/inventory/P1')
    assert.equal(stock.json.on_hand, 1)
    assert.equal(stock.json.available, 1)
    const orders = await shopper.get('/orders')
    assert.deepEqual(orders.json.orders.map(order => order.id), [accepted.json.id])
  })

  it('does not find what the one before bought', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P3: 1 })
    const accepted = await shopper.checkout()
    assert.equal(accepted.status, 202, accepted.text)
    assert.deepEqual((await shop.inStock()).includes('P3'), false)
    const late = shop.shopper()
    await late.newCart()
    const line = await late.put(`/carts/${late.cart}/lines/P3`, { quantity: 1 })
    if (line.status < 300) {
      const refused = await late.checkout()
      assert.equal(refused.status, 409, refused.text)
      assert.equal(refused.json.code, 'insufficient-stock')
      assert.deepEqual(refused.json.lines.map(each => [each.sku, each.available]), [['P3', 0]])
    } else assert.equal(line.json.code, 'insufficient-stock')
  })

  it('is told when a payment is declined, and the stock is for sale again', async () => {
    await shop.reload({ P5: { inventory: 1 } })
    const shopper = shop.shopper()
    await shopper.newCart({ P5: 1 })
    const accepted = await shopper.checkout('test_decline')
    assert.equal((await shop.inStock()).includes('P5'), false)
    let order
    for (let i = 0; i < 100; i++) {
      order = (await shopper.get(`/orders/${accepted.json.id}`)).json
      if (order.payments[0].state === 'failed') break
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    assert.equal(order.payments[0].failure, 'card_declined')
    if (order.state === 'payment_pending') {
      const again = await shopper.post(`/orders/${order.id}/payments`, { method: 'test_ok' })
      assert.ok(again.status < 300, again.text)
      await shopper.orderWhen(order.id, 'delivered')
    } else {
      assert.equal(order.state, 'payment_failed')
      assert.equal((await shop.inStock()).includes('P5'), true)
    }
  })

  it('sees a price change in the next search and in the cart', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 1 })
    const found = price => shop.es('POST', '/products/_search', { query: { bool: { filter: [{ term: { _id: 'P2' } }, { range: { price: { lt: price } } }] } } })
    const before = await found(4)
    const priced = await shop.service('inventory').put('/prices/P2', { price: { amount: 399, currency: 'USD' } })
    assert.equal(priced.status < 300, true, priced.text)
    assert.equal(before.json?.hits?.total?.value ?? 0, 0)
    const hits = await shop.es('POST', '/products/_search', { query: { range: { price: { gte: 3.98, lt: 4 } } } })
    assert.deepEqual(hits.json.hits.hits.map(hit => [hit._id, hit._source.price]), [['P2', 3.99]])
    const cart = await shopper.get('/carts/mine')
    assert.deepEqual(cart.json.notices.map(notice => notice.code), ['price-changed'])
    const refused = await shopper.checkout('test_ok', { expected_total: { amount: 500, currency: 'USD' } })
    assert.equal(refused.status, 409, refused.text)
    assert.equal(refused.json.code, 'price-changed')
  })

  it('takes the guest cart along at login, once', async () => {
    const guest = shop.guest()
    await guest.newCart({ P2: 3 })
    const token = guest.headers['x-cart-token']
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 1, P1: 1 })
    const body = { guest_cart_id: guest.cart, guest_token: token }
    const merged = await shopper.post('/carts/mine/merge', body)
    assert.equal(merged.status, 200, merged.text)
    const again = await shopper.post('/carts/mine/merge', body)
    assert.equal(again.status, 200, again.text)
    const lines = (await shopper.get('/carts/mine')).json.lines
    assert.deepEqual(lines.map(line => [line.sku, line.quantity]).sort(), [['P1', 1], ['P2', 3]])
    const gone = await guest.get(`/carts/${guest.cart}`)
    assert.equal(gone.status, 410)
    assert.equal(gone.json.code, 'cart-merged')
  })

  it('gets the first answer again, byte for byte, and no second order', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 1 })
    const key = { 'idempotency-key': newKey() }
    const body = { cart_id: shopper.cart, payment: { method: 'test_ok' } }
    const answers = await Promise.all(Array.from({ length: 8 }, () => shopper.post('/orders', body, key)))
    const first = answers.find(answer => answer.status === 202)
    for (const answer of answers) {
      assert.ok(answer.status === 202 || (answer.status === 409 && answer.json.code === 'idempotency-in-flight'), answer.text)
      if (answer.status === 409) assert.equal(answer.headers.get('retry-after'), '1')
    }
    const replay = await shopper.post('/orders', body, key)
    assert.equal(replay.text, first.text)
    assert.equal(replay.status, 202)
    assert.equal(replay.headers.get('idempotency-replayed'), 'true')
    assert.equal((await shopper.get('/orders')).json.orders.length, 1)
    const other = await shopper.post('/orders', { ...body, payment: { method: 'test_decline' } }, key)
    assert.equal(other.status, 422)
    assert.equal(other.json.code, 'idempotency-key-reused')
    const missing = await shopper.call('POST', '/orders', body)
    assert.equal(missing.status, 400)
    assert.equal(missing.json.code, 'idempotency-key-missing')
    assert.match(missing.headers.get('content-type'), /^application\/problem\+json/)
  })

  it('reads with entity tags and changes only what was read', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 1 })
    const read = await shopper.get(`/carts/${shopper.cart}`)
    const tag = read.headers.get('etag')
    assert.equal((await shopper.put(`/carts/${shopper.cart}/lines/P2`, { quantity: 2 }, { 'if-match': tag })).status, 200)
    const stale = await shopper.put(`/carts/${shopper.cart}/lines/P2`, { quantity: 3 }, { 'if-match': tag })
    assert.equal(stale.status, 412)
    const now = await shopper.get(`/carts/${shopper.cart}`)
    const same = await shopper.get(`/carts/${shopper.cart}`, { 'if-none-match': now.headers.get('etag') })
    assert.equal(same.status, 304)
    assert.equal(same.text, '')
  })

  it('waits for an order without asking again and again', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 1 })
    const accepted = await shopper.checkout('test_slow_600')
    const { json: { id, version } } = accepted
    const started = Date.now()
    let answer = await shopper.get(`/orders/${id}?wait=1`, { 'if-none-match': `"${version}"` })
    while (answer.status === 200 && answer.json.state === 'payment_pending' && Date.now() - started < 5000) {
      answer = await shopper.get(`/orders/${id}?wait=5`, { 'if-none-match': answer.headers.get('etag') })
    }
    assert.notEqual(answer.json.state, 'payment_pending')
    const quiet = await shopper.checkout('test_open')
    assert.equal(quiet.status, 410, quiet.text)  // the cart became an order
    const wrong = await shopper.get(`/orders/${id}?wait=soon`)
    assert.equal(wrong.status, 400)
  })

  it('cancels, and everything is as before', async () => {
    await shop.reload({ P6: { inventory: 2 } })
    const shopper = shop.shopper()
    await shopper.newCart({ P6: 2 })
    const accepted = await shopper.checkout('test_open')
    assert.equal((await shop.inStock()).includes('P6'), false)
    const cancelled = await shopper.post(`/orders/${accepted.json.id}/cancel`, { reason: 'changed my mind' })
    assert.ok([200, 202].includes(cancelled.status), cancelled.text)
    await shopper.orderWhen(accepted.json.id, 'cancelled')
    assert.equal((await shop.inStock()).includes('P6'), true)
  })
})

describe('those who work in the shop', () => {
  let shop
  before(async () => {
    shop = await TestShop.start({ args: [...quick, '--shop-shipping', 'manual'] })
    await shop.load({ P1: { inventory: 10 }, P2: { inventory: 10 } })
  })
  after(() => shop.stop())

  it('count stock, and searches follow', async () => {
    const inventory = shop.service('inventory')
    const read = await inventory.get('/inventory/P1')
    assert.equal(read.json.on_hand, 10)
    const set = await inventory.put('/inventory/P1', { on_hand: 0 }, { 'if-match': read.headers.get('etag') })
    assert.ok(set.status < 300, set.text)
    assert.deepEqual(await shop.inStock(), ['P2'])
    const unconditional = await inventory.put('/inventory/P1', { on_hand: 3 })
    assert.equal(unconditional.status, 428)
    const adjusted = await inventory.post('/inventory/P1/adjustments', { delta: 4, reason: 'found behind the shelf' })
    assert.equal(adjusted.status, 201, adjusted.text)
    assert.deepEqual(await shop.inStock(), ['P1', 'P2'])
    const bulk = await inventory.call('POST', '/inventory/_bulk', '{"sku":"P1","set":9}\n{"sku":"P2","delta":-100}\n{"sku":"nowhere","set":1}\n{"sku":5}\n', { 'content-type': 'application/x-ndjson' })
    assert.equal(bulk.status, 200, bulk.text)
    assert.equal(bulk.json.errors, true)
    assert.deepEqual(bulk.json.items.map(item => Object.values(item)[0].status), [200, 409, 404, 400])
    const ledger = await inventory.get('/inventory/P1/ledger')
    assert.deepEqual(ledger.json.entries.map(entry => entry.kind), ['opening', 'set', 'adjust', 'set'])
    const many = await inventory.post('/inventory/_mget', { skus: ['P1', 'nowhere'] })
    assert.deepEqual(many.json.items.map(item => item.on_hand ?? item.found), [9, false])
    const seen = await shop.anonymous().get('/inventory/P1')
    assert.equal(seen.json.on_hand, undefined)
    assert.equal(seen.json.available, 'in_stock')
  })

  it('hold stock for a while and settle it once', async () => {
    const inventory = shop.service('inventory')
    const held = await inventory.post('/reservations', { lines: [{ sku: 'P2', quantity: 10 }], ttl_s: 60 })
    assert.equal(held.status, 201, held.text)
    assert.equal((await shop.inStock()).includes('P2'), false)
    const short = await inventory.post('/reservations', { lines: [{ sku: 'P2', quantity: 1 }] })
    assert.equal(short.status, 409)
    assert.equal((await inventory.post(`/reservations/${held.json.id}/release`)).status, 200)
    assert.equal((await inventory.post(`/reservations/${held.json.id}/release`)).status, 200)
    const late = await inventory.post(`/reservations/${held.json.id}/commit`)
    assert.equal(late.status, 409)
    assert.equal(late.json.code, 'already-released')
    assert.equal((await shop.inStock()).includes('P2'), true)
    const brief = await inventory.post('/reservations', { lines: [{ sku: 'P2', quantity: 10 }], ttl_s: 1 })
    assert.equal(brief.status, 201)
    await new Promise(resolve => setTimeout(resolve, 2_100))
    assert.equal((await shop.inStock()).includes('P2'), true)
    assert.equal((await inventory.get(`/reservations/${brief.json.id}`)).json.state, 'expired')
  })

  it('ship by hand, refund, and follow the feed', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 2 })
    const { json: { id } } = await shopper.checkout()
    await shopper.orderWhen(id, 'confirmed')
    const fulfilment = shop.service('fulfilment')
    const parcel = await fulfilment.post(`/orders/${id}/shipments`, { lines: [{ sku: 'P2', quantity: 1 }], carrier: 'post', tracking: 'T1' })
    assert.equal(parcel.status, 201, parcel.text)
    const tooLate = await shopper.post(`/orders/${id}/cancel`)
    assert.equal(tooLate.status, 409, tooLate.text)
    const rest = await fulfilment.post(`/orders/${id}/shipments`, { carrier: 'post', tracking: 'T2' })
    assert.equal(rest.status, 201, rest.text)
    const order = (await fulfilment.get(`/orders/${id}`)).json
    for (const shipment of order.shipments) {
      const told = await fulfilment.post(`/shipments/${id}/${shipment.id}/events`, { event: 'delivered' })
      assert.equal(told.status, 200, told.text)
    }
    await shopper.orderWhen(id, 'delivered')
    const refund = await shop.service('support').post(`/orders/${id}/refunds`, { amount: 500, reason: 'scratched' })
    assert.equal(refund.status, 202, refund.text)
    const tooMuch = await shop.service('support').post(`/orders/${id}/refunds`, { amount: 1_000_000 })
    assert.equal(tooMuch.status, 409)
    const feed = await shop.service('support').get('/events?limit=1000')
    assert.deepEqual(feed.json.events.map(event => event.seq), feed.json.events.map((_, i) => i + 1))
    assert.ok(feed.json.events.some(event => event.type === 'order.delivered' && event.subject === id))
    const waiting = shop.service('support').get(`/events?after=${feed.json.last}&wait=10`)
    await new Promise(resolve => setTimeout(resolve, 100))
    await shop.service('inventory').put('/prices/P1', { price: { amount: 1, currency: 'USD' } })
    const news = await waiting
    assert.ok(news.json.events.length > 0, news.text)
  })

  it('are told of webhooks nothing that helps to forge one', async () => {
    const secret = readFileSync(join(shop.aisle.dataDir, 'shop', 'webhook-secret'), 'utf8').trim()
    const body = JSON.stringify({ id: 'evt_unknown', type: 'payment_intent.succeeded', data: { object: { id: 'pi_unknown', object: 'payment_intent', status: 'succeeded', amount: 5, amount_received: 5, currency: 'usd', metadata: {} } } })
    const post = (signature, text = body) => shop.anonymous().call('POST', '/payments/webhooks/test', text, { 'webhook-signature': signature })
    const now = Math.floor(Date.now() / 1000)
    for (const [signature, text] of [['', body], [sign(body, 'whsec_test'), body], [sign(body, secret, now - 3_600), body], [sign(body, secret, now + 3_600), body], [sign(body, secret), body + ' ']]) {
      const refused = await post(signature, text)
      assert.equal(refused.status, 400)
      assert.deepEqual(refused.json.detail, 'The notice was not accepted.')
    }
    const accepted = await post(sign(body, secret))
    assert.equal(accepted.status, 200, accepted.text)
    assert.equal((await post(sign(body, secret))).status, 200)
    assert.equal((await shop.anonymous().call('POST', '/payments/webhooks/nobody', body)).status, 404)
  })

  it('back up, check, and see the queues', async () => {
    const admin = shop.service('admin')
    const backup = await admin.call('POST', '/admin/backup', {})
    assert.equal(backup.status, 201, backup.text)
    assert.ok(backup.json.bytes > 4096)
    const fsck = await admin.get('/admin/fsck')
    assert.equal(fsck.status, 200, fsck.text)
    assert.equal(fsck.json.clean, true, fsck.text)
    const dead = await admin.get('/admin/queues/payment/dead')
    assert.deepEqual(dead.json, { jobs: [] })
    const none = await admin.post('/admin/queues/payment/dead/77/requeue')
    assert.equal(none.status, 404)
    const metrics = (await shop.aisle.request('GET', '/metrics', undefined, shop.service('search').headers)).text
    const lines = metrics.split('\n').filter(line => line.startsWith('aisle_shop_'))
    for (const wanted of [/^aisle_shop_events_total\{type="order\.delivered"\} [1-9]/, /^aisle_shop_commands_total [1-9]/, /^aisle_shop_jobs\{queue="payment",state="dead"\} 0/]) {
      assert.ok(lines.some(line => wanted.test(line)), `${wanted} in ${lines.join('\n')}`)
    }
  })

  it('are warned before they take a product away that somebody bought', async () => {
    const shopper = shop.shopper()
    await shop.reload({ P9: { inventory: 2 } })
    await shopper.newCart({ P9: 1 })
    await shopper.checkout('test_open')
    const removed = await shop.es('DELETE', '/products/_doc/P9')
    assert.equal(removed.status, 200)
    assert.match(removed.headers.get('warning') ?? '', /P9/)
    const quiet = await shop.es('DELETE', '/products/_doc/nobody')
    assert.equal(quiet.headers.get('warning'), null)
  })
})

describe('a shop that holds stock from the cart on', () => {
  let shop
  before(async () => {
    shop = await TestShop.start({ args: [...quick, '--shop-hold-from', 'cart', '--shop-lease', '2s'] })
    await shop.load({ P1: { inventory: 2 }, P2: { inventory: 2 } })
  })
  after(() => shop.stop())

  it('shows what is in carts as gone, until it is put back or left too long', async () => {
    const first = shop.shopper()
    await first.newCart({ P1: 2 })
    assert.deepEqual(await shop.inStock(), ['P2'])
    const second = shop.shopper()
    await second.newCart()
    const refused = await second.put(`/carts/${second.cart}/lines/P1`, { quantity: 1 })
    assert.equal(refused.status, 409, refused.text)
    assert.equal(refused.json.code, 'insufficient-stock')
    assert.equal((await first.delete(`/carts/${first.cart}/lines/P1`)).status, 204)
    assert.deepEqual(await shop.inStock(), ['P1', 'P2'])
    await second.put(`/carts/${second.cart}/lines/P1`, { quantity: 2 })
    await new Promise(resolve => setTimeout(resolve, 3_100))
    assert.deepEqual(await shop.inStock(), ['P1', 'P2'])
    const cart = await second.get('/carts/mine')
    assert.ok(cart.json.notices.some(notice => notice.code === 'hold-expired'), cart.text)
  })

  it('sells what the cart holds', async () => {
    const shopper = shop.shopper()
    await shopper.newCart({ P2: 2 })
    const { json: { id } } = await shopper.checkout()
    await shopper.orderWhen(id, 'delivered')
    assert.deepEqual(await shop.inStock(), ['P1'])
    assert.equal((await shop.service('admin').get('/admin/fsck')).json.clean, true)
  })
})

describe('a restart', () => {
  it('keeps carts, orders and stock, and goes on with the work', async () => {
    const shop = await TestShop.start({ args: quick })
    try {
      await shop.load({ P1: { inventory: 5 }, P2: { inventory: 1 } })
      const shopper = shop.shopper()
      const guest = shop.guest()
      await guest.newCart({ P1: 2 })
      await shopper.newCart({ P2: 1 })
      const { json: { id } } = await shopper.checkout('test_slow_1500')
      await shop.aisle.kill()
      await shop.aisle.restart()
      assert.equal((await guest.get(`/carts/${guest.cart}`)).json.lines[0].quantity, 2)
      assert.deepEqual(await shop.inStock(), ['P1'])
      await shopper.orderWhen(id, 'delivered')
      await shop.reload({ P2: { inventory: 7 } })
      assert.deepEqual(await shop.inStock(), ['P1'])
      assert.equal((await shop.service('admin').get('/admin/fsck')).json.clean, true)
    } finally { await shop.stop() }
  })
})
