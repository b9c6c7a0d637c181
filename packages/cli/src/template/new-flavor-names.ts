import type { TemplateFiles } from "./read-template.ts";

/** What the names of packages that hold a flavor begin with. */
export const PACKAGE_PREFIX = "keykist-";

/** What a flavor is called, in each of the ways in which its files name it. */
export interface NewFlavorNames {
  /** `acme-vault` */
  readonly flavor: string;
  /** `keykist-acme-vault` */
  readonly packageName: string;
  /** `AcmeVaultSecretsManager` */
  readonly className: string;
  /** `acmeVault`, before what it is the name of. */
  readonly camelCase: string;
  /** `AcmeVault`, likewise. */
  readonly pascalCase: string;
}

/** The names of a flavor: lower-case letters, digits and `-`, beginning with a letter. */
export function newFlavorNames(flavor: string): NewFlavorNames {
  const pascalCase = flavor
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
  return {
    flavor,
    packageName: `${PACKAGE_PREFIX}${flavor}`,
    className: `${pascalCase}SecretsManager`,
    camelCase: pascalCase.slice(0, 1).toLowerCase() + pascalCase.slice(1),
    pascalCase,
  };
}

/** The files of the template under a name of one's own. In them, the word `template` is a name everywhere. */
export function renameTemplate(files: TemplateFiles, names: NewFlavorNames): TemplateFiles {
  return new Map(Array.from(files, ([file, text]) => [renamed(file, names), renamed(text, names)]));
}

function renamed(text: string, { flavor, camelCase, pascalCase }: NewFlavorNames): string {
  return text
    .replaceAll("Template", pascalCase)
    .replaceAll(/template(?=[A-Z])/g, camelCase)
    .replaceAll("template", flavor);
}
