// A discount code from the back office to the order.
import { logInStaff } from '../support/office';
import { expect, open, test } from '../support/shop';
import { addToCart, buyer, CARDS, enterCode, fillCheckout, pay, placedOrder } from '../support/shopper';

test('a code is made, entered, paid with and used up', async ({ page, watch }) => {
  test.setTimeout(120_000);
  watch.expect(/answered 422|status of 422/);
  const code = `SPRING-${Date.now().toString(36).toUpperCase()}`;
  await logInStaff(page);
  await open(page, '/admin/coupons/new');
  await page.getByLabel('Code').fill(code.toLowerCase());
  await page.getByLabel('How much').fill('10');
  await page.getByLabel('Uses in all').fill('1');
  await page.getByRole('button', { name: 'Save coupon' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code);

  const enter = (typed: string) => enterCode(page, 'Discount code', typed, 'Apply');
  await addToCart(page);
  await open(page, '/cart');
  await enter('NO-SUCH-CODE');
  await expect(page.getByText('We do not know this code.')).toBeVisible();
  await expect(page.getByLabel('Discount code')).toHaveValue('NO-SUCH-CODE');
  await enter(` ${code.toLowerCase()} `);
  await expect(page.getByText(`Discount ${code}`)).toBeVisible();

  await open(page, '/checkout');
  await fillCheckout(page, buyer('coupon@example.com'));
  await expect(page.getByText(`Discount ${code}`).filter({ visible: true }).first()).toBeVisible();
  await pay(page, CARDS.succeeds);
  await placedOrder(page);
  await expect(page.getByText(`Discount ${code}`).filter({ visible: true }).first()).toBeVisible();

  await addToCart(page);
  await open(page, '/cart');
  await enter(code);
  await expect(page.getByText('This code has been used up.')).toBeVisible();
});
