/** The key of a duty: incident, plan and rule, scope, and what started it. Stable over restarts and batching. */
export function dutyKey(parts: {
  readonly incident: string;
  readonly plan: string;
  readonly rule: string;
  readonly scope: string;
  readonly start: string;
}): string {
  return [parts.incident, `${parts.plan}/${parts.rule}`, parts.scope, parts.start].join('|');
}

/** Which rule of which plan a key is about; undefined for a text that is no key. */
export function ruleOfKey(key: string): { readonly plan: string; readonly rule: string } | undefined {
  const [, name = ''] = key.split('|');
  const slash = name.indexOf('/');
  return slash > 0 ? { plan: name.slice(0, slash), rule: name.slice(slash + 1) } : undefined;
}
