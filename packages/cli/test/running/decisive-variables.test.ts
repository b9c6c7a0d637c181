import { spawnSync } from "node:child_process";
import { chmod, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import {
  decisiveFamily,
  DECISIVE_FAMILIES,
} from "../../src/running/decisive/decisive-variables.ts";
import { kist, makeStore } from "../kist.ts";
import { makePlace, type Place } from "../place.ts";
import { inTerminal } from "../terminal.ts";

/** How someone who may only write a secret would have a tool run code: every attack leaves the file `ran`. */
interface Attack {
  readonly tool: string;
  /** The keys of the secret; `{}` stands for the working folder. */
  readonly variables: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** What lies there for the attack; `!` before a name makes the file executable. */
  readonly files?: Readonly<Record<string, string>>;
  /** Made before, with other tools. */
  readonly prepare?: readonly string[];
  /** Whether it only happens at a terminal. */
  readonly atTerminal?: true;
  readonly notAsRoot?: true;
}

const TOUCH = "#!/bin/sh\ncommand -p touch '{}/ran'\n";
const SHARED_OBJECT =
  '#include <stdlib.h>\n__attribute__((constructor)) static void go(void) { unsetenv("LD_PRELOAD"); system("touch {}/ran"); }\n';

const attacks: readonly Attack[] = [
  {
    tool: "node",
    variables: { NODE_OPTIONS: "--require={}/evil.cjs" },
    files: { "evil.cjs": 'require("fs").writeFileSync("{}/ran", "")' },
    command: ["node", "-e", "0"],
  },
  {
    tool: "node",
    variables: { NODE_PATH: "{}" },
    files: { "pg.js": 'require("fs").writeFileSync("{}/ran", "")' },
    command: ["node", "-e", "require('pg')"],
  },
  {
    tool: "npm",
    variables: { npm_config_node_options: "--require={}/evil.cjs" },
    files: {
      "evil.cjs": 'require("fs").writeFileSync("{}/ran", "")',
      "package.json": '{ "scripts": { "x": "node -e 0" } }',
    },
    command: ["npm", "run", "x"],
  },
  {
    tool: "npm",
    variables: { NPM_CONFIG_SCRIPT_SHELL: "{}/evil.sh" },
    files: { "!evil.sh": TOUCH, "package.json": '{ "scripts": { "x": "true" } }' },
    command: ["npm", "run", "x"],
  },
  {
    tool: "git",
    variables: { GIT_SSH_COMMAND: "touch {}/ran;" },
    command: ["git", "ls-remote", "ssh://nobody@localhost/x"],
  },
  {
    tool: "git",
    variables: {
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "alias.x",
      GIT_CONFIG_VALUE_0: "!touch {}/ran",
    },
    command: ["git", "x"],
  },
  {
    tool: "git",
    variables: { GIT_EXEC_PATH: "{}/bin" },
    files: { "!bin/git-x": TOUCH },
    command: ["git", "x"],
  },
  {
    tool: "git",
    variables: { EDITOR: "touch {}/ran;" },
    command: ["git", "config", "--file", "f", "--edit"],
  },
  {
    tool: "git",
    variables: { HOME: "{}" },
    files: { ".gitconfig": "[alias]\nx = !touch {}/ran\n" },
    command: ["git", "x"],
  },
  {
    tool: "git",
    variables: { GIT_PAGER: "touch {}/ran;" },
    command: ["git", "-p", "config", "--global", "--list"],
    files: { ".gitconfig": "[a]\nb = c\n" },
    atTerminal: true,
  },
  {
    tool: "ssh-keygen",
    variables: { SSH_ASKPASS: "{}/evil.sh", SSH_ASKPASS_REQUIRE: "force" },
    files: { "!evil.sh": TOUCH },
    prepare: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "tulip", "-f", "{}/key"],
    command: ["ssh-keygen", "-y", "-f", "{}/key"],
  },
  {
    tool: "python3",
    variables: { PYTHONPATH: "{}/py" },
    files: { "py/sitecustomize.py": 'open("{}/ran", "w")' },
    command: ["python3", "-c", "0"],
  },
  {
    tool: "python3",
    variables: { PYTHONBREAKPOINT: "os.system" },
    command: ["python3", "-c", 'breakpoint("touch {}/ran")'],
  },
  {
    tool: "perl",
    variables: { PERL5OPT: "-Mevil", PERL5LIB: "{}" },
    files: { "evil.pm": 'system("touch {}/ran"); 1;' },
    command: ["perl", "-e", "0"],
  },
  {
    tool: "perl",
    variables: { PERL5LIB: "{}" },
    files: { "strict.pm": 'package strict; system("touch {}/ran"); 1;' },
    command: ["perl", "-e", "use strict;"],
  },
  {
    tool: "perl",
    variables: { PERL5DB: 'BEGIN { system("touch {}/ran"); exit }' },
    command: ["perl", "-d", "-e", "0"],
  },
  {
    tool: "ruby",
    variables: { RUBYOPT: "-r{}/evil.rb" },
    files: { "evil.rb": 'File.write("{}/ran", "")' },
    command: ["ruby", "-e", "0"],
  },
  {
    tool: "php",
    variables: { PHP_INI_SCAN_DIR: "{}/ini" },
    files: {
      "ini/x.ini": "auto_prepend_file={}/evil.php\n",
      "evil.php": '<?php touch("{}/ran");',
      "main.php": "<?php",
    },
    command: ["php", "main.php"],
  },
  {
    tool: "java",
    variables: { JAVA_TOOL_OPTIONS: "-Xlog:all=info:file={}/ran" },
    command: ["java", "-version"],
  },
  {
    tool: "java",
    variables: { JDK_JAVA_OPTIONS: "-Xlog:all=info:file={}/ran" },
    command: ["java", "-version"],
  },
  { tool: "bash", variables: { BASH_ENV: "$(touch {}/ran)" }, command: ["bash", "-c", ":"] },
  {
    tool: "bash",
    variables: { SHELLOPTS: "xtrace", PS4: "$(touch {}/ran)" },
    command: ["bash", "-c", ":"],
    // bash takes no PS4 from root's environment.
    notAsRoot: true,
  },
  {
    tool: "bash",
    variables: { PROMPT_COMMAND: "touch {}/ran; exit" },
    command: ["bash", "--norc", "-i"],
    atTerminal: true,
  },
  {
    tool: "dash",
    variables: { ENV: "{}/evil.sh" },
    files: { "evil.sh": TOUCH },
    command: ["dash", "-i", "-c", ":"],
  },
  {
    tool: "zsh",
    variables: { ZDOTDIR: "{}" },
    files: { ".zshenv": "touch {}/ran\n" },
    command: ["zsh", "-c", ":"],
  },
  {
    tool: "fish",
    variables: { XDG_CONFIG_HOME: "{}" },
    files: { "fish/config.fish": "touch {}/ran\n" },
    command: ["fish", "-c", "true"],
  },
  {
    tool: "less",
    variables: { LESSOPEN: "|touch {}/ran %s" },
    files: { "a.txt": "a\n" },
    command: ["less", "-F", "-X", "a.txt"],
    atTerminal: true,
  },
  {
    tool: "vim",
    variables: { VIMINIT: "silent !touch {}/ran" },
    command: ["vim", "-c", "qall!"],
    atTerminal: true,
  },
  {
    tool: "make",
    variables: { MAKEFLAGS: "--eval=$(file >{}/ran)" },
    files: { Makefile: "all:;\n" },
    command: ["make"],
  },
  {
    tool: "make",
    variables: { MAKEFILES: "{}/evil.mk" },
    files: { "evil.mk": "$(shell touch {}/ran)\n", Makefile: "all:;\n" },
    command: ["make"],
  },
  {
    tool: "tar",
    variables: { TAR_OPTIONS: "--checkpoint=1 --checkpoint-action=exec={}/evil.sh" },
    files: { "!evil.sh": TOUCH },
    command: ["tar", "cf", "/dev/null", "evil.sh"],
  },
  {
    tool: "curl",
    variables: { CURL_HOME: "{}" },
    files: { ".curlrc": "output = {}/ran\n", "a.txt": "a" },
    command: ["curl", "-s", "file://{}/a.txt"],
  },
  {
    tool: "wget",
    variables: { WGETRC: "{}/rc" },
    files: { rc: "use_askpass = {}/evil.sh\n", "!evil.sh": TOUCH },
    command: ["wget", "-q", "-t", "1", "-T", "1", "http://127.0.0.1:9/"],
  },
  {
    tool: "lua5.4",
    variables: { LUA_INIT: "os.execute('touch {}/ran')" },
    command: ["lua5.4", "-e", "x = 1"],
  },
  {
    tool: "kubectl",
    variables: { KUBECONFIG: "{}/kube" },
    files: {
      "!evil.sh": TOUCH,
      kube: JSON.stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "x",
        contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
        clusters: [{ name: "x", cluster: { server: "https://127.0.0.1:9" } }],
        users: [
          {
            name: "x",
            user: {
              exec: {
                apiVersion: "client.authentication.k8s.io/v1",
                command: "{}/evil.sh",
                interactiveMode: "Never",
              },
            },
          },
        ],
      }),
    },
    command: ["kubectl", "get", "pods", "--request-timeout=1s"],
  },
  {
    tool: "docker",
    variables: { DOCKER_CONFIG: "{}/docker" },
    files: { "!docker/cli-plugins/docker-evil": TOUCH },
    command: ["docker", "evil"],
  },
  {
    tool: "gcc",
    variables: { COMPILER_PATH: "{}/bin" },
    files: { "!bin/as": TOUCH, "x.s": "" },
    command: ["gcc", "-c", "x.s"],
  },
  {
    tool: "gcc",
    variables: { LD_PRELOAD: "{}/evil.so" },
    files: { "evil.c": SHARED_OBJECT },
    prepare: ["gcc", "-shared", "-fPIC", "-o", "{}/evil.so", "{}/evil.c"],
    command: ["true"],
  },
  {
    tool: "gcc",
    variables: { GCONV_PATH: "{}/gconv" },
    files: {
      "evil.c": `${SHARED_OBJECT}void gconv(void) { }\nvoid gconv_init(void) { }\n`,
      "gconv/gconv-modules": "module  EVIL//  INTERNAL  evil  1\n",
    },
    prepare: ["gcc", "-shared", "-fPIC", "-o", "{}/gconv/evil.so", "{}/evil.c"],
    command: ["iconv", "-f", "EVIL", "-t", "UTF-8", "{}/evil.c"],
  },
  {
    tool: "openssl",
    variables: { OPENSSL_CONF: "{}/ssl.cnf" },
    files: {
      "evil.c": SHARED_OBJECT,
      "ssl.cnf":
        "openssl_conf = a\n[a]\nproviders = b\n[b]\nevil = c\n[c]\nmodule = {}/evil.so\nactivate = 1\n",
    },
    prepare: ["gcc", "-shared", "-fPIC", "-o", "{}/evil.so", "{}/evil.c"],
    command: ["openssl", "list", "-providers"],
  },
  { tool: "sh", variables: { PATH: "{}/bin" }, files: { "!bin/ls": TOUCH }, command: ["ls"] },
];

function has(tool: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
}

async function laidOut(place: Place, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = await place.write(name.replace("!", ""), text.replaceAll("{}", place.folder));
    if (name.startsWith("!")) await chmod(file, 0o755);
  }
}

async function run(
  place: Place,
  [command = "", ...words]: readonly string[],
  variables: Readonly<Record<string, string>>,
  atTerminal: boolean,
): Promise<void> {
  const options = { program: command, environment: variables };
  if (atTerminal) await inTerminal(place, words, options).end();
  else {
    spawnSync(command, words, {
      cwd: place.folder,
      env: { ...place.environment, ...variables },
      stdio: "ignore",
      timeout: 20_000,
    });
  }
}

describe.skipIf(process.platform === "win32")("a key by which a tool would run code", () => {
  for (const {
    tool,
    variables,
    command,
    files = {},
    prepare,
    atTerminal = false,
    notAsRoot,
  } of attacks) {
    const isHere = has(tool) && !(notAsRoot === true && process.getuid?.() === 0);
    const name = `${Object.keys(variables).join(" and ")}: ${tool}${isHere ? "" : " cannot be tried here"}`;
    test.skipIf(!isHere)(`is refused by kist run: ${name}`, async () => {
      const place = await makePlace();
      const filled = (text: string): string => text.replaceAll("{}", place.folder);
      await mkdir(path.join(place.home, ".config"), { recursive: true });
      await laidOut(place, files);
      if (prepare !== undefined) await run(place, prepare.map(filled), {}, false);
      const keys = Object.fromEntries(
        Object.entries(variables).map(([key, value]) => [key, filled(value)]),
      );
      const words = command.map(filled);
      const ran = (): Promise<string> => place.read("ran");

      // It would have run: the test proves something.
      await run(place, words, keys, atTerminal);
      await expect(ran()).resolves.toEqual(expect.any(String));
      await rm(path.join(place.folder, "ran"));

      await makeStore(place, { app: keys });
      const ended = await kist(place, ["run", "--secret", "app", "--", ...words]);
      expect(ended).toMatchObject({ exitCode: 6, stdout: "" });
      expect(ended.stderr).toMatch(
        /^kist: the secret app has the key \w+, which .*; to inject it on purpose: --allow \w+\n$/,
      );
      await expect(ran()).rejects.toThrow("ENOENT");
    });
  }
});

describe("a key that leads traffic elsewhere", () => {
  test.each([
    "http_proxy",
    "HTTPS_PROXY",
    "NODE_TLS_REJECT_UNAUTHORIZED",
    "NODE_EXTRA_CA_CERTS",
    "SSL_CERT_FILE",
    "AWS_ENDPOINT_URL_SECRETS_MANAGER",
    "SSLKEYLOGFILE",
    "HOSTALIASES",
  ])("is refused, and injected where it is allowed: %s", async (key) => {
    const place = await makePlace();
    await makeStore(place, { app: { [key]: "x" } });
    const words = ["--secret", "app", "--", "sh", "-c", `printf %s "$${key}"`];
    const ended = await kist(place, ["run", ...words]);
    expect(ended).toMatchObject({ exitCode: 6, stdout: "" });
    expect(ended.stderr).toContain(
      `it decides where traffic goes; to inject it on purpose: --allow ${key}`,
    );
    expect(await kist(place, ["run", "--allow", key, ...words])).toMatchObject({ stdout: "x" });
  });
});

describe("the table", () => {
  test("leaves out what programs of one's own read, and credentials", () => {
    const names =
      "DATABASE_URL PORT TOKEN API_KEY PGHOST PGPASSWORD MYSQL_PWD AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN " +
      "AWS_REGION GOOGLE_APPLICATION_CREDENTIALS NPM_TOKEN NODE_ENV NODE_AUTH_TOKEN GIT_AUTHOR_NAME GITHUB_TOKEN GH_TOKEN " +
      "CARGO_REGISTRY_TOKEN CARGO_REGISTRIES_OURS_TOKEN COMPOSER_AUTH YARN_NPM_AUTH_TOKEN UV_PUBLISH_TOKEN UV_INDEX_OURS_PASSWORD " +
      "PYTHONUNBUFFERED DJANGO_SETTINGS_MODULE FLASK_APP VAULT_TOKEN VAULT_ADDR TF_VAR_x MAVEN_PASSWORD BUNDLE_GEMS__OURS__COM path home";
    const refused = names.split(" ").filter((name) => decisiveFamily(name, "linux") !== undefined);
    expect(refused).toEqual([]);
  });

  test("knows the names of Windows in whatever case", () => {
    expect(decisiveFamily("Path", "win32")?.family).toBe("programs");
    expect(decisiveFamily("Path", "linux")).toBeUndefined();
    expect(decisiveFamily("Https_Proxy", "linux")?.family).toBe("proxies");
  });

  test("names each variable once", () => {
    const names = DECISIVE_FAMILIES.flatMap((family) => family.names.split(" "));
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  });
});
