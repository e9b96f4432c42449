/// What the service needs to be told.
#[derive(Clone, Debug)]
pub struct Config {
    /// The mail server, e.g. `smtps://user:password@mail.example.com`. Without one, mail stays in the
    /// mailbox that the back office shows.
    pub smtp_url: Option<String>,
    /// The sender, e.g. `Tradewind <hello@example.com>`.
    pub from: String,
    /// The shop's address without a slash at the end, for links.
    pub base_url: String,
    /// The shop's name, for the mail's frame, until orders tells of another.
    pub shop_name: String,
    /// How the shop is reached, below a mail, e.g. `help@shop.example · +49 40 123456`; nothing when empty.
    pub contact: String,
    /// Who is told what the shop needs, such as stock that runs low; nobody when none.
    pub staff_email: Option<String>,
    /// Hosts to which webhooks may go although they are not public, by `http` and at any port: for tests and for
    /// machines of one's own.
    pub webhook_hosts: Vec<String>,
}
