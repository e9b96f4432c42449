//! The second factor as a browser without scripts and a machine meet it.

use super::action;
use crate::support::{
    Shop,
    client::{Answer, Client},
};
use contracts::{
    Actor,
    identity::{ClientInfo, Credentials, Realm, SignedIn},
    payments::GiftCardQuery,
};
use totp_rs::{Builder, Secret, Totp};

const EMAIL: &str = "ada@example.com";
const PASSWORD: &str = "correct horse";

/// An administrator, signed in at the back office.
async fn administrator(shop: &Shop) -> SignedIn {
    let identity = &shop.built.services.identity;
    identity.ensure_administrator(Actor::System, EMAIL.parse().unwrap(), PASSWORD.into()).await.unwrap();
    let credentials = Credentials { email: EMAIL.into(), password: PASSWORD.into() };
    let outcome = identity.log_in(Realm::Staff, credentials, ClientInfo::default()).await.unwrap();
    outcome.signed_in().unwrap()
}

/// Sets a second factor up by the pages, and tells the app and the recovery codes.
async fn set_up(shop: &Shop, staff: &Client, signed_in: &SignedIn) -> (Totp, Vec<String>) {
    let begin = action(staff, "/admin/security", "begin_second_factor").await;
    let body = format!("realm=staff&password={}", PASSWORD.replace(' ', "+"));
    assert_eq!(staff.form(&begin, &body).await.must_be(302).header("location"), "/admin/security");
    let pending =
        shop.built.services.identity.second_factor(signed_in.session.actor()).await.unwrap().pending;
    let secret = Secret::try_from_base32(&pending.unwrap().secret).unwrap();
    let phone = Builder::new().with_secret(secret).build().unwrap();

    let confirm = action(staff, "/admin/security", "confirm_second_factor").await;
    let body = format!("realm=staff&one_time_code={}", code(&phone));
    let confirmed = staff.form(&confirm, &body).await.must_be(302);
    assert_eq!(confirmed.header("location"), "/admin/security/recovery-codes");
    let kept = cookie(&confirmed, "codes=").unwrap();
    let codes: Vec<String> = kept["codes=".len()..].split('.').map(str::to_owned).collect();
    let cookies = format!("admin={}; {kept}", signed_in.token);
    let page = shop.client().with("cookie", cookies).get("/admin/security/recovery-codes").await.must_be(200);
    assert!(page.text().contains(&codes[9]), "{}", page.text());
    assert_eq!(cookie(&page, "codes="), Some("codes=".to_owned()), "they are shown once");
    execute(shop, "update second_factors set last_step = 0").await;
    (phone, codes)
}

fn code(phone: &Totp) -> String {
    phone.generate(u64::try_from(platform::system_clock().now().timestamp()).unwrap()).to_string()
}

fn cookie(answer: &Answer, begin: &str) -> Option<String> {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let mut found = cookies.filter(|cookie| cookie.starts_with(begin));
    found.next().and_then(|cookie| cookie.split(';').next()).map(str::to_owned)
}

async fn execute(shop: &Shop, sql: &'static str) {
    sqlx::query(sql).execute(shop.databases.of("identity").unwrap().pool()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_back_office_opens_after_password_and_code_without_scripts() {
    let shop = Shop::open(&[]).await;
    let signed_in = administrator(&shop).await;
    let browser = shop.client().with("origin", "http://shop.test").with("accept", "text/html");
    let staff = browser.with("cookie", format!("admin={}", signed_in.token));
    let (phone, _) = set_up(&shop, &staff, &signed_in).await;

    let log_in = action(&browser, "/admin/login", "log_in_staff").await;
    let body =
        format!("email=ada%40example.com&password={}&next=%2Fadmin%2Forders", PASSWORD.replace(' ', "+"));
    let first = browser.form(&log_in, &body).await.must_be(302);
    assert_eq!(first.header("location"), "/admin/login/code?next=/admin/orders");
    assert_eq!(cookie(&first, "admin="), None, "the password alone opens nothing");
    let waiting = browser.with("cookie", cookie(&first, "login=").unwrap());
    waiting.get("/admin/orders").await.must_be(302);

    let second = action(&waiting, "/admin/login/code?next=/admin/orders", "log_in_with_code").await;
    let try_code = async |code: &str| {
        let body = format!("realm=staff&next=%2Fadmin%2Forders&one_time_code={code}");
        waiting.with("referer", "http://shop.test/admin/login/code").form(&second, &body).await
    };
    let refused = try_code("000000").await.must_be(303);
    let told = waiting.with("cookie", cookie(&refused, "form=").unwrap()).get("/admin/login/code").await;
    assert!(told.text().contains("This code is wrong") && !told.text().contains("000000"));
    let opened = try_code(&code(&phone)).await.must_be(302);
    assert_eq!(opened.header("location"), "/admin/orders");
    let inside = browser.with("cookie", cookie(&opened, "admin=").unwrap());
    inside.get("/admin/orders").await.must_be(200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_sends_the_code_with_the_password() {
    let shop = Shop::open(&[]).await;
    let signed_in = administrator(&shop).await;
    let staff = shop.client().with("origin", "http://shop.test").with("accept", "text/html");
    let staff = staff.with("cookie", format!("admin={}", signed_in.token));
    let (phone, codes) = set_up(&shop, &staff, &signed_in).await;
    let client = shop.client();
    let log_in = |code: Option<&str>| {
        let body = serde_json::json!({ "email": EMAIL, "password": PASSWORD, "one_time_code": code });
        let client = client.clone();
        async move { client.post("/sessions", body).await }
    };
    let detail = log_in(None).await.must_be(401).problem()["detail"].clone();
    assert_eq!(detail, "This account needs a code beside the password.");
    log_in(Some("000000")).await.must_be(422);
    log_in(Some(&code(&phone))).await.must_be(201);
    log_in(Some(&codes[0])).await.must_be(201);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_lacks_the_factor_a_role_needs_is_led_to_where_it_is_set_up() {
    let shop = Shop::open(&[]).await;
    let signed_in = administrator(&shop).await;
    let browser = shop.client().with("origin", "http://shop.test").with("accept", "text/html");
    let staff = browser.with("cookie", format!("admin={}", signed_in.token));
    let save = action(&staff, "/admin/staff", "save_role_policies").await;
    staff.form(&save, "required[]=administrator").await.must_be(302);
    assert_eq!(staff.get("/admin/orders").await.must_be(302).header("location"), "/admin/security");
    let page = staff.get("/admin/security").await.must_be(200).text();
    assert!(page.contains("Your role needs a second factor"), "{page}");
    set_up(&shop, &staff, &signed_in).await;
    staff.get("/admin/orders").await.must_be(200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_api_key_takes_a_proof_of_the_last_ten_minutes() {
    let shop = Shop::open(&[]).await;
    let signed_in = administrator(&shop).await;
    let browser = shop.client().with("origin", "http://shop.test").with("accept", "text/html");
    let browser = browser.with("referer", "http://shop.test/admin/api-keys");
    let staff = browser.with("cookie", format!("admin={}", signed_in.token));
    let (phone, _) = set_up(&shop, &staff, &signed_in).await;
    execute(&shop, "update sessions set second_factor_at = now() - interval '11 minutes'").await;

    let make = action(&staff, "/admin/api-keys", "make_api_key").await;
    let refused = staff.form(&make, "name=Till&read=on").await.must_be(303);
    let cookies = format!("admin={}; {}", signed_in.token, cookie(&refused, "form=").unwrap());
    let page = browser.with("cookie", cookies).get("/admin/api-keys").await.must_be(200).text();
    assert!(page.contains("name=\"one_time_code\"") && page.contains("value=\"Till\""), "{page}");
    let keys = || shop.built.services.identity.api_keys(Actor::System);
    assert!(keys().await.unwrap().is_empty());
    let body = format!("name=Till&read=on&one_time_code={}", code(&phone));
    staff.form(&make, &body).await.must_be(302);
    assert_eq!(keys().await.unwrap().len(), 1);
    staff.form(&make, "name=Scale&read=on").await.must_be(302);
    assert_eq!(keys().await.unwrap().len(), 2, "the proof counts for ten minutes");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_takes_a_proof_of_the_last_ten_minutes_and_shows_its_code_once() {
    let shop = Shop::open(&[]).await;
    let signed_in = administrator(&shop).await;
    let browser = shop.client().with("origin", "http://shop.test").with("accept", "text/html");
    let browser = browser.with("referer", "http://shop.test/admin/gift-cards/new");
    let staff = browser.with("cookie", format!("admin={}", signed_in.token));
    let holding = |kept: &str| browser.with("cookie", format!("admin={}; {kept}", signed_in.token));
    let (phone, _) = set_up(&shop, &staff, &signed_in).await;
    execute(&shop, "update sessions set second_factor_at = now() - interval '11 minutes'").await;
    let cards = || shop.built.services.payments.gift_cards(Actor::System, GiftCardQuery::default());

    let issue = action(&staff, "/admin/gift-cards/new", "issue_gift_card").await;
    let id = platform::ids::mint();
    let body = format!("draft%5Bid%5D={id}&draft%5Bamount%5D=50&draft%5Bcurrency%5D=EUR");
    let refused = staff.form(&issue, &body).await.must_be(303);
    let kept = cookie(&refused, "form=").unwrap();
    let page = holding(&kept).get("/admin/gift-cards/new").await.must_be(200).text();
    assert!(page.contains("name=\"one_time_code\"") && page.contains("value=\"50\""), "{page}");
    assert_eq!(cards().await.unwrap().total, 0);

    let body = format!("{body}&one_time_code={}", code(&phone));
    let issued = staff.form(&issue, &body).await.must_be(302);
    let kept = cookie(&issued, "gift-code=").unwrap();
    let (_, secret) = kept.split_once('.').unwrap();
    let page = holding(&kept).get(issued.header("location")).await.must_be(200);
    assert!(page.text().contains(secret), "{}", page.text());
    assert_eq!(cookie(&page, "gift-code="), Some("gift-code=".to_owned()), "it is shown once");
    let detail = staff.get(&format!("/admin/gift-cards/{id}")).await.must_be(200).text();
    let ending = format!("•••• {}", &secret[15..]);
    assert!(detail.contains(&ending) && !detail.contains(secret), "{detail}");

    let again = staff.form(&issue, &body).await.must_be(302);
    assert_eq!(cookie(&again, "gift-code="), None);
    assert_eq!(cards().await.unwrap().total, 1, "a form that is sent twice is one card");
    shop.close().await;
}
