// What staff keep about a customer, and the shop as that customer sees it.
import { office } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { register } from '../support/shopper';

test('support tags a customer, writes a note, and looks at the shop as they see it', async ({ page, browser, watch }) => {
  test.setTimeout(180_000);
  // What the customer may do is refused to who looks.
  watch.expect(/answered 403|status of 403/);
  const email = freshEmail('looked-at');
  const tag = `regular ${Date.now().toString(36)}`;
  const group = `Wholesale ${Date.now().toString(36)}`;
  await register(page, email, 'Grace Hopper');
  const { context, desk } = await office(browser, watch);

  await test.step('a group is made', async () => {
    await open(desk, '/admin/customers/groups');
    await desk.locator('#new').getByLabel('Name').fill(group);
    await desk.getByRole('button', { name: 'Create group' }).click();
    await expect(desk.getByText('Group saved.')).toBeVisible();
  });

  await test.step('tag, group and note', async () => {
    await open(desk, `/admin/customers?q=${encodeURIComponent(email)}`);
    await desk.getByRole('link', { name: 'Grace Hopper' }).click();
    await expect(desk.getByRole('heading', { level: 1 })).toContainText('Grace Hopper');
    await desk.getByLabel('Tags').fill(`${tag.toUpperCase()}, press`);
    await desk.getByRole('button', { name: 'Save tags' }).click();
    await expect(desk.getByText(tag, { exact: true }).first()).toBeVisible();
    await desk.getByLabel('Group', { exact: true }).selectOption(group);
    await desk.getByRole('button', { name: 'Put into the group' }).click();
    await expect(desk.getByRole('button', { name: `Take out of ${group}` })).toBeVisible();
    await desk.getByLabel('New note').fill('Prefers to be called <before> noon.');
    await desk.getByRole('button', { name: 'Write note' }).click();
    await expect(desk.getByText('Prefers to be called <before> noon.')).toBeVisible();
  });

  await test.step('the list is narrowed to the tag', async () => {
    await open(desk, `/admin/customers?tag=${encodeURIComponent(tag)}`);
    await expect(desk.getByText('1 person')).toBeVisible();
    await desk.getByRole('link', { name: 'Grace Hopper' }).click();
  });

  await test.step('the shop as she sees it, with a banner on every page', async () => {
    const banner = desk.getByRole('region', { name: 'Looking as a customer' });
    await desk.getByRole('button', { name: 'Look as this customer' }).click();
    await expect(desk).toHaveURL(/\/account$/);
    await expect(banner).toContainText('You are looking as Grace Hopper');
    await desk.getByRole('link', { name: 'Addresses' }).first().click();
    await expect(desk).toHaveURL(/\/account\/addresses/);
    await expect(banner).toBeVisible();
    await open(desk, '/checkout');
    await expect(desk.getByText('You are looking as a customer')).toBeVisible();
    await banner.getByRole('button', { name: 'Stop' }).click();
    await expect(desk).toHaveURL(/\/admin\/customers\/[0-9a-f-]{36}$/);
    await open(desk, '/');
    await expect(banner).toHaveCount(0);
  });

  await test.step('she is told of it', async () => {
    await open(page, '/account/security');
    await expect(page.getByRole('heading', { name: 'Support looked at your account' })).toBeVisible();
  });
  await context.close();
});
