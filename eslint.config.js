import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "node_modules/"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Use named exports: a name is searched for, a default is guessed.",
        },
        { selector: "TSEnumDeclaration", message: "Use a union of string literals instead of an enum." },
      ],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: ["src/cli/**", "src/sandbox/main.ts", "src/bench/**"],
    rules: { "no-console": "off" },
  },
  {
    files: ["*.js", "scripts/**/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
    rules: { "no-console": "off", "no-restricted-syntax": "off" },
  },
);
