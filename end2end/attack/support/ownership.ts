// Every server function and every operation of the REST API, and what somebody else may get from it when they
// name Ada's things. A new one without a row fails C-14.
import { PASSWORD } from '../../support/shopper';
import type { Fields } from './client';
import { DRAFT, type World } from './world';

/**
 * - `staff`: nobody but the staff, whatever is named.
 * - `owned`: names something of Ada's; answered as if it did not exist.
 * - `own`: about whoever asks; nothing of Ada's is in it.
 * - `signed in`: as `own`, refused to those without an account.
 * - `public`: the same for everybody.
 */
export type Rule = 'staff' | 'owned' | 'own' | 'signed in' | 'public';

/** What to send: with Ada's things, or with `ids` in place of hers. */
export interface Row {
  rule: Rule;
  /** The fields of a form, or JSON or the parts of a form where the function takes those. */
  fields?: (things: Named) => Fields | string;
  /** Whether it answers to GET: such a function only reads. */
  byGet?: boolean;
}

/** What can be named: Ada's, or things of the same shape that nobody has. */
export interface Named {
  /** Its number. */
  order: string;
  orderId: string;
  user: string;
  email: string;
  address: string;
  session: string;
  checkout: string;
  payment: string;
  variant: string;
  product: string;
  slug: string;
}

export const ID = '00000000-0000-7000-8000-000000000000';

export function adasThings({ ada, variant, product, slug }: World): Named {
  const { order = 'TW-0000-0000-0000', orderId = ID, user, email, address, session, waiting } = ada;
  const { checkout, payment } = waiting ?? { checkout: ID, payment: ID };
  return { order, orderId, user, email, address, session, checkout, payment, variant, product, slug };
}

/** The same shape, but of nothing that exists. */
export function nobodysThings({ variant, product, slug }: World): Named {
  const email = 'nobody-at-all@example.test';
  const ids = { orderId: ID, user: ID, address: ID, session: ID, checkout: ID, payment: ID };
  return { order: 'TW-ZZZZ-ZZZZ-ZZZZ', email, ...ids, variant, product, slug };
}

/** The first number of a year: there is such an invoice in any shop that has sold something. */
const FIRST_INVOICE = `${new Date().getFullYear()}-000001`;
const list = { 'state[search]': '', 'state[sort]': '', 'state[page]': 1, 'state[filters][status]': '' };
const draft = (email: string): Fields =>
  Object.fromEntries(Object.entries({ ...DRAFT, name: 'Eve', street: 'Elsewhere 1', email, company: '', street2: '', state: '', phone: '', note: '' })
    .map(([name, text]) => [`draft[${name}]`, text]));
const staff = (fields: (things: Named) => Fields | string = () => ({})): Row => ({ rule: 'staff', fields });
const owned = (fields: (things: Named) => Fields): Row => ({ rule: 'owned', fields });

export const FUNCTIONS: Record<string, Row> = {
  'home/api.rs#load_home': { rule: 'public' },
  'visitor.rs#who_is_looking': { rule: 'own' },
  'catalog/api.rs#list_categories': { rule: 'public' },
  'catalog/api.rs#load_listing': {
    rule: 'public',
    fields: () => JSON.stringify({ category: '', filters: { search: '', sort: 'featured', page: 1, brands: [], price_min: '', price_max: '', in_stock: false, options: [] } }),
  },
  'catalog/api.rs#load_product': { rule: 'public', fields: ({ slug }) => ({ slug, preview: '' }) },
  'catalog/brands_api.rs#list_brands': { rule: 'public' },
  'catalog/api.rs#suggest': { rule: 'public', fields: ({ order }) => ({ text: order }) },
  'catalog/api.rs#record_view': { rule: 'own', fields: ({ product }) => ({ product }) },
  'catalog/api.rs#record_click': { rule: 'own', fields: ({ product }) => ({ product }) },
  'cart/api.rs#load_cart': { rule: 'own' },
  'cart/api.rs#add_to_cart': { rule: 'own', fields: ({ variant }) => ({ variant, quantity: 1 }) },
  'cart/api.rs#apply_coupon': { rule: 'own', fields: () => ({ code: 'NO-SUCH-CODE' }) },
  'cart/api.rs#remove_coupon': { rule: 'own', fields: () => ({}) },
  'cart/api.rs#apply_gift_card': { rule: 'own', fields: () => ({ gift: 'ABCD-ABCD-ABCD-ABCD' }) },
  'cart/api.rs#remove_gift_card': { rule: 'own', fields: () => ({}) },
  'cart/api.rs#set_cart_line': { rule: 'own', fields: ({ variant }) => ({ variant, quantity: 2 }) },

  'checkout/api.rs#load_checkout': { rule: 'own' },
  'checkout/api.rs#save_draft': { rule: 'own', fields: ({ address }) => ({ ...draft('eve@example.test'), saved: address }) },
  'checkout/api.rs#pay': {
    rule: 'own',
    fields: ({ address, payment }) => ({
      ...draft('eve@example.test'), saved: address, payment_method: payment, idempotency_key: 'eve', expected_total: 1,
    }),
  },
  'checkout/api.rs#resume': owned(({ checkout }) => ({ checkout })),
  'checkout/api.rs#answer_challenge': owned(({ payment }) => ({ payment, passed: 'true' })),
  'orders/api.rs#find_order': owned(({ order }) => ({ number: order, email: 'eve@example.test' })),
  'orders/api.rs#load_order': owned(({ order }) => ({ number: order })),
  'orders/api.rs#load_invoice': owned(({ order }) => ({ order, number: FIRST_INVOICE })),

  'account/api.rs#log_in': { rule: 'own', fields: ({ email }) => ({ email, password: 'not-the-password', next: '' }) },
  'account/api.rs#register': { rule: 'own', fields: () => ({ name: 'Eve', email: 'no address', password: PASSWORD, next: '' }) },
  'account/api.rs#log_out': { rule: 'own' },
  'account/api.rs#request_reset': owned(({ email }) => ({ email })),
  'account/api.rs#reset_password': { rule: 'own', fields: ({ session }) => ({ token: session, new: PASSWORD }) },
  'account/api.rs#load_overview': { rule: 'signed in' },
  'account/api.rs#load_my_orders': { rule: 'signed in', fields: () => ({ page: 1 }) },
  'account/api.rs#load_my_order': owned(({ order }) => ({ number: order })),
  'account/api.rs#load_profile': { rule: 'signed in' },
  'account/api.rs#load_mail_languages': { rule: 'public' },
  'account/api.rs#save_profile': { rule: 'signed in', fields: () => ({ name: 'Eve', language: 'en' }) },
  'account/api.rs#change_password': { rule: 'signed in', fields: () => ({ current: 'not-the-password', new: PASSWORD }) },
  'account/api.rs#load_sessions': { rule: 'signed in' },
  'account/api.rs#end_session': owned(({ session }) => ({ session })),
  'account/erasure_api.rs#delete_account': { rule: 'signed in', fields: () => ({ password: 'not-the-password' }) },
  'account/privacy_api.rs#load_consents': { rule: 'signed in' },
  'account/privacy_api.rs#load_mail_days': { rule: 'public' },
  'account/privacy_api.rs#set_consent': { rule: 'signed in', fields: () => ({ purpose: 'newsletter', granted: 'true' }) },
  'account/privacy_api.rs#request_my_data': { rule: 'signed in', fields: () => ({ password: 'not-the-password' }) },
  'account/privacy_api.rs#load_my_data': { rule: 'signed in', fields: () => ({}), byGet: true },
  'account/work_api.rs#load_ticket': { rule: 'own', fields: () => ({ door: 'register' }) },
  'account/contact_api.rs#send_message': { rule: 'own', fields: () => ({ name: 'Eve', email: 'no address', text: 'x' }) },
  'account/email_api.rs#load_email': { rule: 'signed in' },
  'account/email_api.rs#change_email': { rule: 'signed in', fields: ({ email }) => ({ email, password: 'not-the-password' }) },
  'account/email_api.rs#cancel_email_change': { rule: 'signed in' },
  'account/email_api.rs#load_email_link': { rule: 'own', fields: ({ session }) => ({ token: session }) },
  'account/email_api.rs#confirm_email': { rule: 'own', fields: ({ session }) => ({ token: session }) },
  'account/email_api.rs#stop_email': { rule: 'own', fields: ({ session }) => ({ token: session }) },
  'account/verification_api.rs#send_verification': { rule: 'signed in' },
  'account/verification_api.rs#load_registration': { rule: 'own', fields: ({ session }) => ({ token: session }) },
  'account/verification_api.rs#register_by_link': { rule: 'own', fields: ({ session }) => ({ token: session, password: PASSWORD }) },
  'account/verification_api.rs#verify_email': { rule: 'own', fields: ({ session }) => ({ token: session }) },
  'account/apps_api.rs#load_allowed_apps': { rule: 'signed in' },
  'account/apps_api.rs#remove_app': { rule: 'signed in', fields: () => ({ app: ID }) },
  'account/book.rs#load_book': { rule: 'signed in' },
  'account/book.rs#save_address': owned(({ address }) => ({
    id: address, 'address[name]': 'Eve', 'address[company]': '', 'address[street]': 'Elsewhere 1', 'address[street2]': '', 'address[city]': 'Berlin',
    'address[state]': '', 'address[postal_code]': '10119', 'address[country]': 'DE', 'address[phone]': '', is_default: 'true',
  })),
  'account/book.rs#delete_address': owned(({ address }) => ({ id: address })),

  'federation/api.rs#load_sign_in_providers': { rule: 'public', fields: () => ({ realm: 'shop' }) },
  'federation/api.rs#load_linked_identities': { rule: 'signed in', fields: () => ({ realm: 'shop' }) },
  'federation/api.rs#unlink_identity': { rule: 'signed in', fields: () => ({ realm: 'shop', identity: ID, password: 'not-the-password' }) },
  'second_factor/api.rs#load_second_factor': { rule: 'signed in', fields: () => ({ realm: 'shop' }) },
  'second_factor/api.rs#begin_second_factor': { rule: 'signed in', fields: () => ({ realm: 'shop', password: 'not-the-password' }) },
  'second_factor/api.rs#confirm_second_factor': { rule: 'signed in', fields: () => ({ realm: 'shop', one_time_code: '000000' }) },
  'second_factor/api.rs#remove_second_factor': {
    rule: 'signed in', fields: () => ({ realm: 'shop', password: 'not-the-password', one_time_code: '000000' }),
  },
  'second_factor/api.rs#renew_recovery_codes': {
    rule: 'signed in', fields: () => ({ realm: 'shop', password: 'not-the-password', one_time_code: '000000' }),
  },
  'second_factor/api.rs#load_recovery_codes': { rule: 'signed in', fields: () => ({ realm: 'shop' }) },
  'second_factor/api.rs#prove_second_factor': staff(() => ({ one_time_code: '000000' })),
  'passkeys/api.rs#load_passkeys': { rule: 'signed in', fields: () => ({ realm: 'shop' }) },
  'passkeys/api.rs#begin_passkey': { rule: 'signed in', fields: () => ({ realm: 'shop', password: 'not-the-password' }) },
  'passkeys/api.rs#add_passkey': {
    rule: 'signed in', fields: () => ({ realm: 'shop', name: 'Eve', ceremony: 'none', credential: '{}' }),
  },
  'passkeys/api.rs#remove_passkey': {
    rule: 'signed in', fields: () => ({ realm: 'shop', passkey: ID, password: 'not-the-password', one_time_code: '000000' }),
  },
  'passkeys/api.rs#begin_passkey_log_in': { rule: 'own' },
  'passkeys/api.rs#log_in_with_passkey': { rule: 'own', fields: () => ({ realm: 'shop', ceremony: 'none', credential: '{}', next: '' }) },
  'passkeys/api.rs#begin_passkey_proof': { rule: 'signed in', fields: () => ({ realm: 'shop', at_door: 'false' }) },
  'second_factor/api.rs#log_in_with_code': { rule: 'own', fields: () => ({ realm: 'shop', one_time_code: '000000', next: '' }) },

  'admin/api.rs#who_is_staff': staff(),
  'admin/api.rs#log_in_staff': { rule: 'own', fields: ({ email }) => ({ email, password: PASSWORD, next: '' }) },
  'admin/api.rs#log_out_staff': { rule: 'own' },
  'admin/api.rs#palette': staff(({ order }) => ({ text: order })),
  'admin/dashboard/api.rs#load_overview': staff(() => ({ period: 'week' })),
  'admin/customers/api.rs#list_customers': staff(() => list),
  'admin/customers/api.rs#load_customer': staff(({ user }) => ({ id: user, page: 1 })),
  'admin/customers/acts_api.rs#add_note': staff(({ user }) => ({ user, note: ID, text: 'Eve' })),
  'admin/customers/acts_api.rs#set_tags': staff(({ user }) => ({ user, tags: 'eve' })),
  'admin/customers/acts_api.rs#set_group_member': staff(({ user }) => ({ user, group: ID, is_member: 'true' })),
  'admin/customers/acts_api.rs#end_customer_session': staff(({ user, session }) => ({ user, session })),
  'admin/customers/groups_api.rs#list_groups': staff(),
  'admin/customers/groups_api.rs#save_group': staff(() => ({ id: ID, name: 'Eve' })),
  'admin/customers/groups_api.rs#delete_group': staff(() => ({ id: ID })),
  'admin/customers/merge_api.rs#load_merge': staff(({ user }) => ({ id: user, with: '' })),
  'admin/customers/merge_api.rs#merge_customers': staff(({ user }) => ({ kept: ID, merged: user })),
  'admin/carts/api.rs#list_carts': staff(() => list),
  'admin/carts/api.rs#load_any_cart': staff(() => ({ id: ID })),
  'admin/staff/api.rs#list_staff': staff(() => list),
  'admin/staff/api.rs#invite_colleague': staff(({ email }) => ({ name: 'Eve', email, role: 'administrator' })),
  'admin/staff/api.rs#change_role': staff(({ user }) => ({ user, role: 'administrator' })),
  'admin/staff/api.rs#reset_second_factor': staff(({ user }) => ({ user })),
  'admin/staff/api.rs#save_role_policies': staff(() => ({ 'required[0]': 'support' })),
  'admin/staff/roles_api.rs#list_roles': staff(),
  'admin/staff/roles_api.rs#save_role': staff(() => ({ 'role[name]': 'eve', 'role[may][manage_staff]': 'true' })),
  'admin/staff/roles_api.rs#delete_role': staff(() => ({ name: 'support' })),
  'admin/staff/api.rs#set_blocked': staff(({ user }) => ({ user, blocked: 'true' })),
  'admin/notifications/api.rs#list_messages': staff(() => list),
  'admin/notifications/api.rs#load_message': staff(() => ({ id: ID })),
  'admin/notifications/api.rs#retry_message': staff(() => ({ id: ID })),
  'admin/notifications/api.rs#list_templates': staff(),
  'admin/notifications/api.rs#load_template': staff(() => ({ id: ID })),
  'admin/notifications/api.rs#save_template': staff(() => ({ id: ID, subject: 'x', content: 'x' })),
  'admin/orders/api.rs#list_orders': staff(() => list),
  'admin/orders/api.rs#list_invoices': staff(() => list),
  'admin/orders/api.rs#load_invoice': staff(() => ({ number: FIRST_INVOICE })),
  'admin/orders/api.rs#list_payments': staff(() => list),
  'admin/orders/api.rs#list_parcels': staff(() => list),
  'admin/orders/api.rs#load_order': staff(({ orderId }) => ({ id: orderId })),
  'admin/orders/api.rs#capture_payment': staff(({ orderId }) => ({ order: orderId })),
  'admin/orders/api.rs#send_parcel': staff(({ orderId }) => ({ order: orderId, key: ID, carrier: 'x', tracking_number: 'x' })),
  'admin/orders/api.rs#mark_delivered': staff(({ orderId }) => ({ order: orderId, shipment: ID })),
  'admin/orders/api.rs#end_order': staff(({ orderId }) => ({ order: orderId, reason: 'x' })),
  'admin/orders/api.rs#refund_rest': staff(({ orderId }) => ({ order: orderId, key: ID })),
  'admin/orders/api.rs#refund_lines': staff(({ orderId }) => ({ order: orderId, key: ID, extra: '1', currency: 'EUR', reason: 'x' })),
  'admin/orders/batch_api.rs#choose_orders': staff(({ orderId }) => ({ 'selected[0]': orderId, act: 'cancel' })),
  'admin/orders/batch_api.rs#load_batch': staff(() => ({ id: ID })),
  'admin/orders/batch_api.rs#confirm_batch': staff(() => ({ batch: ID, input: 'x' })),
  'admin/orders/batch_api.rs#continue_batch': staff(() => ({ batch: ID })),
  'admin/orders/notes_api.rs#add_note': staff(({ orderId }) => ({ order: orderId, key: ID, text: 'Eve' })),
  'admin/orders/notes_api.rs#list_mentions': staff(() => list),
  'admin/orders/notes_api.rs#mark_mentions_read': staff(() => ({ note: '' })),
  'admin/orders/notes_api.rs#add_tag': staff(({ orderId }) => ({ order: orderId, tag: 'eve' })),
  'admin/orders/notes_api.rs#remove_tag': staff(({ orderId }) => ({ order: orderId, tag: 'eve' })),
  'admin/own_lists/api.rs#load_own_lists': staff(),
  'admin/own_lists/api.rs#save_view': staff(() => ({ list: 'orders', name: 'Eve', query: '', hide: '', density: '' })),
  'admin/own_lists/api.rs#change_view': staff(() => ({ id: ID, list: 'orders', name: 'Eve' })),
  'admin/own_lists/api.rs#delete_view': staff(() => ({ id: ID })),
  'admin/own_lists/api.rs#save_list_look': staff(() => ({ list: 'orders', all: '', density: 'compact', back: '/admin/orders' })),
  'admin/orders/picking_api.rs#load_slip': staff(({ orderId }) => ({ id: orderId })),
  'admin/orders/picking_api.rs#load_pick_list': staff(() => list),
  'admin/orders/picking_api.rs#load_slips': staff(() => list),
  'admin/reports/api.rs#list_reports': staff(() => list),
  'admin/reports/api.rs#make_report': staff(() => ({ report_type: 'sales_by_product', period: 'today' })),
  'admin/reports/api.rs#load_report_file': { rule: 'staff', fields: () => ({ id: ID }), byGet: true },
  'admin/catalog/api.rs#list_products': staff(() => list),
  'admin/catalog/api.rs#load_product': staff(({ product }) => ({ id: product })),
  'admin/catalog/api.rs#save_product': staff(() => ({ 'form[name]': 'x' })),
  'admin/catalog/api.rs#set_product_status': staff(({ product }) => ({ 'selected[0]': product, status: 'archived' })),
  'admin/catalog/api.rs#upload_picture': staff(({ product }) => `--x\r\nContent-Disposition: form-data; name="product"\r\n\r\n${product}\r\n--x--\r\n`),
  'admin/catalog/api.rs#delete_picture': staff(({ product }) => ({ product, media: ID })),
  'admin/catalog/api.rs#order_pictures': staff(({ product }) => ({ product, order: '' })),
  'admin/catalog/api.rs#category_tree': staff(),
  'admin/catalog/api.rs#save_category': staff(() => ({ id: '', parent: '', name: 'x', description: '' })),
  'admin/catalog/api.rs#delete_category': staff(() => ({ id: ID })),
  'admin/catalog/api.rs#set_category_slug': staff(() => ({ id: ID, slug: 'x' })),
  'admin/catalog/publication_api.rs#set_product_schedule': staff(({ product }) => ({ product, publish_at: '', unpublish_at: '' })),
  'admin/catalog/publication_api.rs#make_product_preview': staff(({ product }) => ({ product })),
  'admin/catalog/publication_api.rs#end_product_previews': staff(({ product }) => ({ product })),
  'admin/catalog/history_api.rs#load_product_history': staff(({ product }) => ({ id: product })),
  'admin/catalog/history_api.rs#restore_product': staff(({ product }) => ({ product, version: 1, present: 1 })),
  'admin/redirects/api.rs#list_redirects': staff(() => list),
  'admin/redirects/api.rs#save_redirect': staff(() => ({ id: '', source: '/old', target: '/shop' })),
  'admin/redirects/api.rs#remove_redirect': staff(() => ({ id: ID })),
  'admin/redirects/api.rs#import_redirects': staff(() => ({ lines: '/old,/shop' })),
  'admin/imports/api.rs#list_imports': staff(() => list),
  'admin/imports/api.rs#load_import': staff(() => ({ id: ID })),
  'admin/imports/api.rs#upload_import': staff(() => '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nsku,price\r\n--x--\r\n'),
  'admin/imports/api.rs#check_import': staff(() => ({ id: ID, 'columns[0]': 'sku' })),
  'admin/imports/api.rs#start_import': staff(() => ({ id: ID })),
  'admin/imports/api.rs#cancel_import': staff(() => ({ id: ID })),
  'admin/catalog/api.rs#restore_category': staff(() => ({ 'category[id]': ID, 'category[name]': 'x', 'category[slug]': 'x', 'category[description]': '', 'category[position]': '0' })),
  'admin/media/api.rs#list_media': staff(() => list),
  'admin/media/api.rs#load_media': staff(() => ({ id: ID })),
  'admin/media/api.rs#upload_media': staff(() => `--x\r\nContent-Disposition: form-data; name="file"; filename="x.png"\r\n\r\nx\r\n--x--\r\n`),
  'admin/media/api.rs#upload_replacement': staff(() => `--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n${ID}\r\n--x--\r\n`),
  'admin/media/api.rs#change_media': staff(() => ({ id: ID, name: 'x', alt_text: 'x', focal_x: '', focal_y: '' })),
  'admin/media/api.rs#attach_media': staff(({ product }) => ({ product, 'selected[0]': ID })),
  'admin/media/api.rs#discard_media': staff(() => ({ 'selected[0]': ID })),
  'admin/media/api.rs#delete_media': staff(() => ({ id: ID, even_if_used: 'true' })),
  'admin/catalog/order_api.rs#order_categories': staff(() => ({ parent: '', order: ID })),
  'admin/product_types/api.rs#list_product_types': staff(),
  'admin/product_types/api.rs#load_product_type': staff(() => ({ id: ID })),
  'admin/product_types/api.rs#save_product_type': staff(() => ({ 'form[name]': 'x' })),
  'admin/product_types/api.rs#delete_product_type': staff(() => ({ id: ID })),
  'admin/brands/api.rs#list_all_brands': staff(),
  'admin/brands/api.rs#load_brand': staff(() => ({ id: ID })),
  'admin/brands/api.rs#save_brand': staff(() => ({ id: '', name: 'x', slug: '', description: '' })),
  'admin/brands/api.rs#merge_brands': staff(() => ({ from: ID, into: ID })),
  'admin/collections/api.rs#list_collections': staff(),
  'admin/collections/api.rs#load_collection': staff(() => ({ id: ID })),
  'admin/collections/api.rs#save_collection': staff(() => ({ 'form[name]': 'x', 'form[by]': 'hand' })),
  'admin/collections/api.rs#count_collection': staff(() => ({ 'form[name]': 'x', 'form[by]': 'hand' })),
  'admin/collections/api.rs#delete_collection': staff(() => ({ id: ID })),
  'admin/stock/api.rs#list_stock': staff(() => list),
  'admin/stock/api.rs#load_stock': staff(({ variant }) => ({ variant })),
  'admin/stock/api.rs#list_ledger': staff(() => list),
  'admin/stock/api.rs#adjust_stock': staff(({ variant }) => ({ variant, warehouse: ID, change: '-1', kind: 'adjustment', reason: 'x' })),
  'admin/stock/api.rs#set_low_stock': staff(() => ({ id: ID, threshold: '1' })),
  'admin/stock/low_api.rs#list_low_stock': staff(() => list),
  'admin/stock/low_api.rs#set_default_low_stock': staff(() => ({ threshold: '1', replaced: '5', also_now: 'true' })),
  'admin/stock/reservations_api.rs#list_held': staff(() => list),
  'admin/transfers/api.rs#list_transfers': staff(() => list),
  'admin/transfers/api.rs#load_new_transfer': staff(),
  'admin/transfers/api.rs#load_transfer': staff(() => ({ id: ID })),
  'admin/transfers/api.rs#begin_transfer': staff(() => ({ id: ID, from: ID, to: ID, note: '' })),
  'admin/transfers/api.rs#set_transfer_line': staff(() => ({ id: ID, sku: 'MUG-1', units: '1' })),
  'admin/transfers/api.rs#send_transfer': staff(() => ({ id: ID })),
  'admin/transfers/api.rs#receive_transfer': staff(({ variant }) => ({ id: ID, key: ID, 'lines[0][variant]': variant, 'lines[0][units]': '1' })),
  'admin/transfers/api.rs#cancel_transfer': staff(() => ({ id: ID, reason: 'x' })),
  'admin/recommendations/api.rs#list_recommendations': staff(() => list),
  'admin/recommendations/api.rs#load_recommendation': staff(({ product }) => ({ product })),
  'admin/recommendations/api.rs#add_recommendation': staff(({ product }) => ({ product, find: 'x', kind: 'pin' })),
  'admin/recommendations/api.rs#rule_recommendation': staff(({ product }) => ({ product, other: ID, kind: 'exclude' })),
  'admin/recommendations/api.rs#lift_recommendation': staff(({ product }) => ({ product, other: ID })),
  'admin/coupons/api.rs#list_coupons': staff(() => list),
  'admin/coupons/api.rs#load_coupon': staff(() => ({ id: ID })),
  'admin/coupons/api.rs#save_coupon': staff(() => ({ 'coupon[id]': ID, 'coupon[code]': 'FREE', 'coupon[value]': '100' })),
  'admin/gift_cards/api.rs#list_gift_cards': staff(() => list),
  'admin/gift_cards/api.rs#load_gift_card': staff(() => ({ id: ID })),
  'admin/gift_cards/api.rs#load_new_gift_card': staff(),
  'admin/gift_cards/api.rs#issue_gift_card': staff(() => ({ 'draft[id]': ID, 'draft[amount]': '100', 'draft[currency]': 'EUR' })),
  'admin/gift_cards/api.rs#load_gift_card_code': staff(() => ({ id: ID })),
  'admin/gift_cards/api.rs#adjust_gift_card': staff(() => ({ id: ID, key: ID, direction: 'add', amount: '100', currency: 'EUR', reason: 'x' })),
  'admin/gift_cards/api.rs#block_gift_card': staff(() => ({ id: ID, is_blocked: 'false' })),
  'admin/stock/warehouses_api.rs#list_warehouses': staff(),
  'admin/stock/warehouses_api.rs#save_warehouse': staff(() => ({ id: ID, name: 'x', location: 'x', contact_info: '', capacity: '', priority: '1' })),
  'admin/stock/warehouses_api.rs#move_stock': staff(({ variant }) => ({ variant, from: ID, to: ID, quantity: '1', reason: 'x' })),
  'admin/settings/overview_api.rs#load_settings': staff(),
  'admin/settings/shop_api.rs#load_shop': staff(),
  'admin/settings/shop_api.rs#save_shop': staff(() => ({ 'shop[version]': '0', 'shop[name]': 'Eve' })),
  'admin/settings/locale_api.rs#load_locale': staff(),
  'admin/settings/locale_api.rs#save_locale': staff(() => ({ 'locale[version]': '0', 'locale[time_zone]': 'UTC', 'locale[language]': 'en', 'locale[offered][en]': 'true' })),
  'admin/settings/privacy_api.rs#load_retention': staff(),
  'admin/settings/privacy_api.rs#save_message_retention': staff(() => ({ 'messages[version]': '0', 'messages[mail_days]': '30', 'messages[webhook_days]': '7' })),
  'admin/settings/privacy_api.rs#save_log_retention': staff(() => ({ 'log[version]': '0', 'log[days]': '90' })),
  'admin/settings/ways_api.rs#load_payment_ways': staff(),
  'admin/settings/ways_api.rs#move_payment_way': staff(() => ({ kind: 'card', direction: 'down' })),
  'admin/settings/ways_api.rs#save_payment_way': staff(() => ({ 'way[kind]': 'card', 'way[version]': '0' })),
  'admin/settings/rules_api.rs#load_checkout_rules': staff(),
  'admin/settings/rules_api.rs#save_checkout_rules': staff(() => ({ 'rules[version]': '0', 'rules[hold_minutes]': '12', 'rules[abandoned_minutes]': '60', 'rules[guest_cart_days]': '7' })),
  'admin/settings/shipping_api.rs#load_shipping_plan': staff(),
  'admin/settings/shipping_api.rs#save_zone': staff(() => ({ id: ID, name: 'x', countries: 'DE' })),
  'admin/settings/shipping_api.rs#remove_zone': staff(() => ({ id: ID })),
  'admin/settings/shipping_api.rs#save_method': staff(() => ({ 'method[zone]': ID, 'method[id]': ID, 'method[name]': 'x', 'method[carrier]': 'x', 'method[days_min]': '1', 'method[days_max]': '1', 'method[tiers]': '1 1' })),
  'admin/settings/shipping_api.rs#remove_method': staff(() => ({ id: ID })),
  'admin/settings/taxes_api.rs#load_tax_rates': staff(),
  'admin/settings/taxes_api.rs#save_tax_rate': staff(() => ({ country: 'DE', rate: '0' })),
  'admin/settings/taxes_api.rs#remove_tax_rate': staff(() => ({ country: 'DE' })),
  'admin/system/api.rs#load_system': staff(),
  'admin/open_items.rs#count_open': staff(),
  'admin/system/rules_api.rs#load_rules': staff(),
  'admin/system/rules_api.rs#examine_rules': staff(),
  'admin/system/stuck_api.rs#load_stuck': staff(),
  'admin/system/stuck_api.rs#load_stuck_run': staff(({ checkout }) => ({ id: checkout })),
  'admin/system/stuck_api.rs#retry_run': staff(({ checkout }) => ({ id: checkout })),
  'admin/system/stuck_api.rs#undo_run': staff(({ checkout }) => ({ id: checkout, reason: 'Eve' })),
  'admin/system/stuck_api.rs#settle_run': staff(({ checkout }) => ({ id: checkout, reason: 'Eve' })),
  'admin/system/stuck_api.rs#decide_act': staff(({ orderId }) => ({ movement: 'refund', reference: orderId, act: 'settle', reason: 'Eve' })),
  'admin/system/money_api.rs#list_reconciliations': staff(() => list),
  'admin/system/money_api.rs#close_difference': staff(({ payment }) => ({ id: payment, note: 'Eve' })),
  'admin/system/money_api.rs#list_disputes': staff(() => list),
  'admin/system/api.rs#list_events': staff(() => list),
  'admin/system/api.rs#list_outbox': staff(() => list),
  'admin/system/api.rs#replay_event': staff(() => ({ service: 'orders', id: ID })),
  'admin/system/api.rs#replay_service': staff(() => ({ service: 'orders' })),
  'admin/system/api.rs#retry_job': staff(() => ({ service: 'orders', id: ID })),
  'admin/system/api.rs#retry_jobs': staff(() => ({ service: 'orders' })),
  'admin/system/audit_api.rs#list_audit': staff(() => list),
  'admin/system/keys_api.rs#list_api_keys': staff(),
  'admin/system/keys_api.rs#make_api_key': staff(() => ({ name: 'x', read: '1' })),
  'admin/system/keys_api.rs#end_api_key': staff(() => ({ id: ID })),
  'admin/system/clients_api.rs#list_api_clients': staff(),
  'admin/system/clients_api.rs#make_api_client': staff(() => ({ name: 'x', kind: 'machine', read: '1' })),
  'admin/system/clients_api.rs#rotate_api_client': staff(() => ({ id: ID })),
  'admin/system/clients_api.rs#end_api_client': staff(() => ({ id: ID })),
  'admin/webhooks/api.rs#list_webhooks': staff(),
  'admin/webhooks/api.rs#load_webhook': staff(() => ({ id: ID, status: '', before: '' })),
  'admin/webhooks/api.rs#load_new_webhook': staff(),
  'admin/webhooks/api.rs#save_webhook': staff(() => ({ 'webhook[id]': ID, 'webhook[url]': 'https://example.com/', 'webhook[all]': 'true' })),
  'admin/webhooks/api.rs#load_webhook_secret': staff(() => ({ id: ID })),
  'admin/webhooks/api.rs#rotate_webhook_secret': staff(() => ({ id: ID, version: 1 })),
  'admin/webhooks/api.rs#pause_webhook': staff(() => ({ id: ID, is_paused: 'true' })),
  'admin/webhooks/api.rs#delete_webhook': staff(() => ({ id: ID })),
  'admin/webhooks/api.rs#test_webhook': staff(() => ({ id: ID })),
  'admin/webhooks/api.rs#redeliver_webhook': staff(() => ({ id: ID })),
  'admin/webhooks/api.rs#redeliver_failed_webhooks': staff(() => ({ id: ID, since: '2026-01-01T00:00' })),
};

/** What to send to an operation of the REST API: where its path names something, and the body. */
export interface Operation {
  rule: Exclude<Rule, 'staff'>;
  part?: keyof Named;
  body?: (things: Named) => unknown;
}

const entry = { ...DRAFT, name: 'Eve', street: 'Elsewhere 1', company: '', street2: '', state: '', phone: '', is_default: true };

export const OPERATIONS: Record<string, Operation> = {
  'GET /products': { rule: 'public' },
  'GET /products/{slug}': { rule: 'public', part: 'slug' },
  'GET /products/{slug}/availability': { rule: 'public', part: 'slug' },
  'GET /products/{slug}/related': { rule: 'public', part: 'slug' },
  'POST /products/{slug}/views': { rule: 'own', part: 'slug' },
  'GET /categories': { rule: 'public' },
  'GET /search/suggestions': { rule: 'public' },
  'GET /shipping/countries': { rule: 'public' },
  'GET /payment-gateway': { rule: 'public' },

  'POST /carts': { rule: 'signed in' },
  'GET /carts/current': { rule: 'signed in' },
  'POST /carts/current/lines': { rule: 'signed in', body: ({ variant }) => ({ variant, quantity: 1 }) },
  'PUT /carts/current/lines/{variant}': { rule: 'signed in', part: 'variant', body: () => ({ quantity: 1 }) },
  'DELETE /carts/current/lines/{variant}': { rule: 'signed in', part: 'variant' },
  'PUT /carts/current/coupon': { rule: 'signed in', body: () => ({ code: 'NO-SUCH-CODE' }) },
  'DELETE /carts/current/coupon': { rule: 'signed in' },
  'PUT /carts/current/gift-card': { rule: 'signed in', body: () => ({ gift_card: 'ABCD-ABCD-ABCD-ABCD' }) },
  'DELETE /carts/current/gift-card': { rule: 'signed in' },
  'PUT /checkout/draft': { rule: 'signed in', body: () => ({ ...DRAFT, name: 'Eve', street: 'Elsewhere 1', email: 'eve@example.test' }) },
  'GET /checkout/quote': { rule: 'signed in' },
  'POST /checkout': { rule: 'signed in', body: ({ payment }) => ({ payment_method: payment, expected_total: 1 }) },
  'GET /checkout/{id}': { rule: 'owned', part: 'checkout' },
  'POST /checkout/{id}/resume': { rule: 'owned', part: 'checkout' },
  'POST /checkout/{id}/challenge': { rule: 'owned', part: 'checkout', body: () => ({ passed: true }) },
  'POST /orders/find': { rule: 'owned', body: ({ order }) => ({ number: order, email: 'eve@example.test' }) },
  'GET /orders': { rule: 'signed in' },
  'GET /orders/{number}': { rule: 'owned', part: 'order' },

  'POST /customers': { rule: 'own', body: ({ email }) => ({ name: 'Eve', email, password: 'short' }) },
  'POST /customers/confirmations': { rule: 'own', body: ({ session }) => ({ token: session, password: PASSWORD }) },
  'POST /sessions': { rule: 'own', body: ({ email }) => ({ email, password: 'not-the-password' }) },
  'DELETE /sessions/current': { rule: 'signed in' },
  'POST /password-resets': { rule: 'owned', body: ({ email }) => ({ email }) },
  'POST /passwords': { rule: 'own', body: () => ({ token: 'x'.repeat(43), new: PASSWORD }) },
  'PUT /account/password': { rule: 'signed in', body: () => ({ current: 'not-the-password', new: PASSWORD }) },
  'GET /account': { rule: 'signed in' },
  'PATCH /account': { rule: 'signed in', body: () => ({ name: 'Eve' }) },
  'GET /account/sessions': { rule: 'signed in' },
  'DELETE /account/sessions/{id}': { rule: 'owned', part: 'session' },
  'GET /account/addresses': { rule: 'signed in' },
  'POST /account/addresses': { rule: 'signed in', body: () => entry },
  'PUT /account/addresses/{id}': { rule: 'owned', part: 'address', body: () => entry },
  'DELETE /account/addresses/{id}': { rule: 'owned', part: 'address' },
};
