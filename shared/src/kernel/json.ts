/** What may stand in an event: plain JSON, no undefined, no non-finite number. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
