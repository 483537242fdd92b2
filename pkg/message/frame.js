/** The frame around HTML that is no document: one column that reads well on a phone and on a desk. */
import { escaped } from "./html.js";

/** One column, 600 pixels at most, no pictures needed, dark mode left to the mail program. */
export function framed(content, { preheader, title, locale }) {
  const hidden = preheader
    ? `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${preheader}</div>`
    : "";
  return `<!doctype html>
<html lang="${escaped(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
</head>
<body style="margin:0;padding:0;background:#f6f5f2">
${hidden}<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f5f2">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-radius:12px">
<tr><td style="padding:32px 28px;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#1f2421">
${content.trim()}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>`;
}
