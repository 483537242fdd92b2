/** The DNS of a shop's sender, as it should be for each provider. */
import { DKIM_KEY } from "./email-apis.mjs";

export const DOMAIN = "mira-ceramics.example";

/** Everything right, for every provider at once. */
export const goodDns = () =>
  new Map([
    [`MX ${DOMAIN}`, ["10 mail.mira-ceramics.example."]],
    [`TXT ${DOMAIN}`, ["google-site-verification=1", "v=spf1 include:_spf.kiln.example ~all"]],
    ["TXT _spf.kiln.example", ["v=spf1 ip4:192.0.2.1 -all"]],
    [`TXT _dmarc.${DOMAIN}`, ["v=DMARC1; p=none; rua=mailto:dmarc@mira-ceramics.example"]],
    // Resend
    [`TXT resend._domainkey.${DOMAIN}`, [`p=${DKIM_KEY}`]],
    [`MX send.${DOMAIN}`, ["10 feedback-smtp.eu-west-1.amazonses.com."]],
    [`TXT send.${DOMAIN}`, ["v=spf1 include:amazonses.com ~all"]],
    ["TXT amazonses.com", ["v=spf1 ip4:199.255.192.0/22 -all"]],
    // Postmark
    [`TXT 20261130pm._domainkey.${DOMAIN}`, [`k=rsa; p=${DKIM_KEY}`]],
    [`CNAME pm-bounces.${DOMAIN}`, ["pm.mtasv.net."]],
    [`TXT pm-bounces.${DOMAIN}`, ["v=spf1 a:mtasv.net -all"]],
    // Amazon SES
    ...["tok1", "tok2", "tok3"].map((token) => [
      `CNAME ${token}._domainkey.${DOMAIN}`,
      [`${token}.dkim.amazonses.com.`],
    ]),
    [`MX bounce.${DOMAIN}`, ["10 feedback-smtp.eu-central-1.amazonses.com."]],
    [`TXT bounce.${DOMAIN}`, ["v=spf1 include:amazonses.com ~all"]],
    // Brevo
    [`CNAME brevo1._domainkey.${DOMAIN}`, ["b1.mira-ceramics-example.dkim.brevo.com."]],
  ]);
