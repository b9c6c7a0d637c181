import type { VariableFamily } from "./family.ts";

/** What interpreters, and the installers of their packages, obey. */
export const languageFamilies: readonly VariableFamily[] = [
  {
    // node(1) and https://nodejs.org/api/cli.html; Bun and Deno beside it, and what compiles for them.
    family: "Node, Bun and Deno",
    decides: "code",
    reason: "which names code or options for a JavaScript runtime",
    names:
      "NODE_OPTIONS NODE_PATH NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE NODE_COMPILE_CACHE_PORTABLE NODE_ICU_DATA NODE_REPL_HISTORY " +
      "NODE_PENDING_DEPRECATION NODE_PRESERVE_SYMLINKS NODE_PRESERVE_SYMLINKS_MAIN NODE_REDIRECT_WARNINGS NODE_V8_COVERAGE " +
      "NODE_CHANNEL_FD NODE_CHANNEL_SERIALIZATION_MODE ELECTRON_RUN_AS_NODE ELECTRON_* TS_NODE_* TSX_* BUN_OPTIONS BUN_INSTALL* " +
      "BUN_CONFIG_* DENO_DIR DENO_INSTALL_ROOT DENO_V8_FLAGS",
  },
  {
    // `npm help config`; pnpm and Yarn take their settings in the same way, corepack runs what it downloads.
    family: "npm, pnpm, Yarn and corepack",
    decides: "code",
    reason:
      "which is a setting of an installer of packages: its shell, its registry, options for Node",
    names: "npm_config_* pnpm_config_* yarn_* COREPACK_* PNPM_HOME npm_execpath npm_node_execpath",
    except: "YARN_NPM_AUTH_TOKEN YARN_NPM_AUTH_IDENT",
    anyCase: true,
  },
  {
    // python(1); `pip help config`; the settings of uv and Poetry.
    family: "Python",
    decides: "code",
    reason: "which names code or packages for Python",
    names:
      "PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS PYTHONBREAKPOINT PYTHONINSPECT PYTHONEXECUTABLE PYTHONPLATLIBDIR PYTHONUSERBASE " +
      "PYTHONPYCACHEPREFIX PYTHONCASEOK PYTHONSAFEPATH PYTHONNOUSERSITE PYTHON_BASIC_REPL PYTHON_HISTORY PYTHON_PRESITE __PYVENV_LAUNCHER__ " +
      "IPYTHONDIR JUPYTER_* PYTEST_ADDOPTS PYTEST_PLUGINS GUNICORN_CMD_ARGS PIP_* PIPENV_* UV_* POETRY_REPOSITORIES_* POETRY_HOME " +
      "POETRY_CONFIG_DIR CONDARC CONDA_EXE CONDA_PYTHON_EXE CONDA_PREFIX CONDA_PKGS_DIRS CONDA_ENVS_PATH MAMBA_EXE MAMBA_ROOT_PREFIX PYENV_*",
    except:
      "JUPYTER_TOKEN UV_THREADPOOL_SIZE UV_PUBLISH_TOKEN UV_PUBLISH_USERNAME UV_PUBLISH_PASSWORD UV_INDEX_*_USERNAME UV_INDEX_*_PASSWORD",
  },
  {
    // perlrun(1), cpanm(1)
    family: "Perl",
    decides: "code",
    reason: "which names code or options for Perl",
    names:
      "PERL5OPT PERL5LIB PERLLIB PERL5DB PERL5DB_THREADED PERL5SHELL PERLIO PERLIO_DEBUG PERL_*",
    except: "PERL_HASH_SEED PERL_PERTURB_KEYS PERL_UNICODE",
  },
  {
    // ruby(1), gem, bundle-config(1): below BUNDLE_ also stand credentials, by host.
    family: "Ruby",
    decides: "code",
    reason: "which names code or packages for Ruby",
    names:
      "RUBYOPT RUBYLIB RUBYPATH RUBYSHELL RUBYLIB_PREFIX RUBYGEMS_GEMDEPS RUBYGEMS_HOST GEM_HOME GEM_PATH GEM_SPEC_CACHE GEMRC BUNDLE_GEMFILE " +
      "BUNDLE_PATH BUNDLE_APP_CONFIG BUNDLE_USER_* BUNDLE_BIN BUNDLE_SHEBANG BUNDLE_MIRROR__* BUNDLE_BUILD__* BUNDLE_LOCAL__* " +
      "BUNDLE_SSL_* BUNDLER_* IRBRC PRYRC RAKEOPT SPEC_OPTS RBENV_* RVM_*",
  },
  {
    // php(1), Composer's chapter on variables.
    family: "PHP",
    decides: "code",
    reason: "which names settings for PHP, which name code",
    names: "PHPRC PHP_INI_SCAN_DIR PHP_BINARY PHP_PEAR_* COMPOSER COMPOSER_*",
    except: "COMPOSER_AUTH",
  },
  {
    // java(1), and the start scripts of Maven, Gradle, Ant, sbt and Tomcat.
    family: "Java",
    decides: "code",
    reason: "which names code or options for Java",
    names:
      "JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JDK_JAVAC_OPTIONS IBM_JAVA_OPTIONS OPENJ9_JAVA_OPTIONS JAVA_OPTS JAVA_OPTIONS " +
      "JVM_OPTS CLASSPATH JAVA_HOME JRE_HOME JDK_HOME JAVACMD CATALINA_HOME CATALINA_BASE CATALINA_OPTS MAVEN_OPTS MAVEN_ARGS MAVEN_CONFIG MAVEN_HOME MAVEN_PROJECTBASEDIR MAVEN_DEBUG_OPTS M2_HOME GRADLE_OPTS GRADLE_USER_HOME GRADLE_HOME ANT_OPTS ANT_ARGS ANT_HOME SBT_OPTS LEIN_HOME LEIN_JAVA_CMD LEIN_JVM_OPTS KOTLIN_HOME " +
      "SCALA_HOME JBOSS_HOME JETTY_HOME JETTY_BASE",
  },
  {
    // .NET's documentation of DOTNET_ variables and of profilers.
    family: ".NET",
    decides: "code",
    reason: "which names code for .NET",
    names:
      "DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE DOTNET_ROOT* DOTNET_HOST_PATH DOTNET_BUNDLE_EXTRACT_BASE_DIR CORECLR_* COR_* " +
      "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES MSBUILD* NUGET_PACKAGES NUGET_FALLBACK_PACKAGES NUGET_PLUGIN_PATHS",
  },
  {
    // `go help environment`, `cargo help environment`, rustup
    family: "Go and Rust",
    decides: "code",
    reason: "which names tools, options or sources for Go or Rust",
    names:
      "GOFLAGS GOPATH GOROOT GOBIN GOENV GOMODCACHE GOCACHE GOPROXY GOSUMDB GONOSUMDB GONOSUMCHECK GONOPROXY GOPRIVATE GOINSECURE GOVCS " +
      "GOTOOLCHAIN GOTOOLDIR GOCACHEPROG GOAUTH GODEBUG GOWORK CGO_* RUSTC RUSTC_* RUSTDOC RUSTFLAGS RUSTDOCFLAGS RUSTUP_* CARGO CARGO_*",
    except: "CARGO_REGISTRY_TOKEN CARGO_REGISTRIES_*_TOKEN CARGO_TERM_*",
  },
  {
    // lua(1), R's ?Startup, erl(1), elixir(1), julia, ghc, ocaml, guile, tclsh(1), nix
    family: "other languages",
    decides: "code",
    reason: "which names code for an interpreter",
    names:
      "LUA_INIT* LUA_PATH* LUA_CPATH* R_PROFILE* R_ENVIRON* R_HOME R_LIBS* R_DEFAULT_PACKAGES ERL_FLAGS ERL_AFLAGS ERL_ZFLAGS ERL_LIBS " +
      "ELIXIR_ERL_OPTIONS MIX_HOME MIX_ARCHIVES HEX_HOME HEX_MIRROR* HEX_UNSAFE_HTTPS JULIA_* GHC_PACKAGE_PATH GHCRTS STACK_ROOT CABAL_DIR OCAMLPATH OCAMLRUNPARAM " +
      "CAML_LD_LIBRARY_PATH OPAMROOT GUILE_LOAD_PATH GUILE_LOAD_COMPILED_PATH TCLLIBPATH TCL_LIBRARY NIX_PATH NIX_CONFIG " +
      "NIX_USER_CONF_FILES NIX_REMOTE SWIFT_EXEC",
  },
];
