import type { Config } from "../model/config.js";
import type { Diagnostic } from "../model/diagnostic.js";

/** Gives remarks the severity that the config wants for their rule, and leaves out those that it silences. */
export function applySeverities(diagnostics: readonly Diagnostic[], rules: Config["rules"]): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const severity = Object.hasOwn(rules, diagnostic.rule) ? rules[diagnostic.rule] : undefined;
    if (severity === "off") return [];
    return [severity === undefined ? diagnostic : { ...diagnostic, severity }];
  });
}
