/** The addresses that anybody may call: `public.ts` answers them, `openapi/public.ts` describes them. */
export const PUBLIC_ADDRESSES = [
  "GET /",
  "GET /app/{path*}",
  "GET /healthz",
  "GET /readyz",
  "GET /openapi.json",
  "POST /webhooks/shopify/compliance",
  "POST /webhooks/shopify/{token}",
  "POST /webhooks/woocommerce/{token}",
  "POST /webhooks/email/{provider}/{token}",
  "POST /connect/woocommerce",
  "POST /sign-in",
  "POST /sign-in/forgotten",
  "POST /sign-in/link",
  "POST /sign-in/link/use",
  "POST /sign-in/wordpress",
  "POST /v1/events",
  "OPTIONS /v1/events",
  "GET /c/{token}",
  "GET /o/{token}",
  "GET /u/{token}",
  "POST /u/{token}",
  "GET /proxy/shopify/u/{token}",
  "POST /proxy/shopify/u/{token}",
] as const;

export type PublicAddress = (typeof PUBLIC_ADDRESSES)[number];
