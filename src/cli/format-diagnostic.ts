import type { Diagnostic } from "../core/model/diagnostic.js";
import { count, paint } from "./print.js";

const COLORS = { error: "red", warning: "yellow", info: "blue" } as const;

/** One line that terminals and editors can jump from. */
export function formatDiagnostic({ file, line, column, severity, message, rule }: Diagnostic): string {
  return `${file}:${line}:${column} ${paint(COLORS[severity], severity)} ${message} ${paint("dim", rule)}`;
}

export function formatSummary(diagnostics: readonly Diagnostic[], files: number): string {
  const of = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const [errors, warnings, notes] = [of("error"), of("warning"), of("info")];
  if (diagnostics.length === 0) return `${count(files, "file")}, nothing to remark`;
  const parts = [
    errors && count(errors, "error"),
    warnings && count(warnings, "warning"),
    notes && count(notes, "note"),
  ];
  return `${parts.filter(Boolean).join(", ")} in ${count(files, "file")}`;
}
