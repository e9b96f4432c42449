// Who works in the back office, and who is let in.
import { logInStaff, mailText, office, openMail } from '../support/office';
import { expect, freshEmail, open, test } from '../support/shop';
import { PASSWORD, register } from '../support/shopper';

test('an administrator invites a colleague, who may do what the role allows until it is changed', async ({ page, browser, watch }) => {
  test.setTimeout(180_000);
  watch.expect(/answered 40[13]|status of 40[13]/);
  const email = freshEmail('colleague');
  const password = 'nine-herrings-and-a-kettle';
  const { context, desk } = await office(browser, watch);
  const row = desk.getByRole('row').filter({ hasText: email });

  const link = await test.step('the invitation is mailed', async () => {
    await open(desk, '/admin/staff');
    await desk.getByLabel('Name', { exact: true }).fill('Bob Babbage');
    await desk.getByLabel('E-mail', { exact: true }).fill(email);
    await desk.getByLabel('Role', { exact: true }).selectOption('support');
    await desk.getByRole('button', { name: 'Send invitation' }).click();
    await expect(desk.getByText('Invitation sent.')).toBeVisible();
    await expect(row).toBeVisible();
    await openMail(desk, email, 'Your access to the back office');
    const text = await mailText(desk);
    return /https?:\/\/\S+\/account\/reset\?token=[\w-]+&staff=1/.exec(text)?.[0] ?? '';
  });

  await test.step('the colleague chooses a password and comes in', async () => {
    const address = new URL(link);
    await open(page, address.pathname + address.search);
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await expect(page).toHaveURL(/\/admin\/login/);
    await logInStaff(page, { email, password });
    await expect(page.getByRole('link', { name: 'Orders', exact: true }).first()).toBeVisible();
    await expect(page.getByRole('link', { name: 'Staff', exact: true })).toHaveCount(0);
  });

  await test.step('mails that open accounts are not shown to support', async () => {
    await openMail(page, email, 'Your access to the back office');
    await expect(page.getByText('Only administrators can read this message')).toBeVisible();
    await expect(page.locator('pre')).toHaveCount(0);
  });

  await test.step('another role ends the session and counts after the next log-in', async () => {
    await open(desk, '/admin/staff');
    await row.getByRole('combobox').selectOption('manager');
    await row.getByRole('button', { name: 'Change' }).click();
    await expect(desk.getByText('Role changed.')).toBeVisible();
    await open(page, '/admin/orders');
    await expect(page).toHaveURL(/\/admin\/login/);
    await logInStaff(page, { email, password });
    await open(page, '/admin/products/new');
    await expect(page.getByRole('heading', { level: 1, name: 'New product' })).toBeVisible();
  });

  await test.step('who is blocked is out at once', async () => {
    await row.getByText('Block', { exact: true }).first().click();
    await row.getByRole('button', { name: /^Block/ }).click();
    await expect(row.getByText('Blocked')).toBeVisible();
    await open(page, '/admin/orders');
    await expect(page).toHaveURL(/\/admin\/login/);
  });
  await context.close();
});

test('the last administrator cannot be demoted', async ({ page, watch }) => {
  watch.expect(/answered 409|status of 409/);
  await logInStaff(page);
  await open(page, '/admin/staff?q=admin%40');
  const row = page.getByRole('row').filter({ hasText: 'admin' }).last();
  await row.getByRole('combobox').selectOption('support');
  await row.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByText('This is the last administrator')).toBeVisible();
});

test('a customer is blocked and let in again', async ({ page, browser, watch }) => {
  watch.expect(/answered 401|status of 401/);
  const email = freshEmail('trouble');
  await register(page, email);
  const { context, desk } = await office(browser, watch);
  await open(desk, `/admin/customers?q=${encodeURIComponent(email)}`);
  await desk.getByRole('row').filter({ hasText: email }).getByRole('link').click();
  await desk.getByText('Block', { exact: true }).first().click();
  await desk.getByRole('button', { name: /^Block/ }).click();
  await expect(desk.getByText('Blocked').first()).toBeVisible();
  await open(page, '/account');
  await expect(page).toHaveURL(/\/login/);
  await desk.getByRole('button', { name: /^Let in again/ }).click();
  await expect(desk.getByText('Active').first()).toBeVisible();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/account/);
  await context.close();
});
