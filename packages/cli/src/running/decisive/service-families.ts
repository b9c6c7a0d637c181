import type { VariableFamily } from "./family.ts";

/** What the tools of clouds and services obey, and what leads traffic. */
export const serviceFamilies: readonly VariableFamily[] = [
  {
    // Their files and plugins name commands: credential_process, exec of kubeconfig, cli-plugins.
    family: "tools of clouds and databases",
    decides: "code",
    reason: "which names settings or plugins for a tool, and they name commands",
    names:
      "AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_DATA_PATH AWS_CLI_* GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES CLOUDSDK_* " +
      "AZURE_CONFIG_DIR AZURE_EXTENSION_DIR KUBECONFIG KUBECTL_EXTERNAL_DIFF KUBECTL_PLUGINS_PATH HELM_* DOCKER_CONFIG DOCKER_CLI_* " +
      "BUILDX_CONFIG TF_CLI_* TF_PLUGIN_CACHE_DIR TF_REATTACH_PROVIDERS TF_DATA_DIR TERRAGRUNT_* PULUMI_HOME ANSIBLE_* VAGRANT_HOME " +
      "PSQLRC PGSERVICEFILE PGSYSCONFDIR MYSQL_HOME MYSQL_TEST_LOGIN_FILE LIBMYSQL_PLUGIN* SQLITE_HISTORY WGETRC SYSTEM_WGETRC CURL_HOME " +
      "HTTPIE_CONFIG_DIR GH_CONFIG_DIR",
    except: "CLOUDSDK_AUTH_ACCESS_TOKEN CLOUDSDK_CORE_PROJECT",
  },
  {
    // Naming a configuration trusts it.
    family: "kist",
    decides: "code",
    reason: "which names a configuration of kist, and so trusts it",
    names: "KEYKIST_CONFIG KEYKIST_MANAGER KEYKIST_DEBUG",
  },
  {
    // curl(1) and all who follow it; systemd takes the capital ones.
    family: "proxies",
    decides: "traffic",
    reason: "which leads traffic through a proxy",
    names:
      "http_proxy https_proxy ftp_proxy all_proxy no_proxy ws_proxy wss_proxy socks_proxy socks5_server grpc_proxy no_grpc_proxy rsync_proxy " +
      "global_agent_* node_use_env_proxy electron_get_use_proxy",
    anyCase: true,
  },
  {
    family: "certificates",
    decides: "traffic",
    reason: "which says whose certificates are believed, or that none are checked",
    names:
      "NODE_TLS_REJECT_UNAUTHORIZED NODE_EXTRA_CA_CERTS NODE_USE_SYSTEM_CA SSL_CERT_FILE SSL_CERT_DIR NIX_SSL_CERT_FILE CURL_CA_BUNDLE " +
      "REQUESTS_CA_BUNDLE HTTPLIB2_CA_CERTS PYTHONHTTPSVERIFY HTTPS_CA_FILE HTTPS_CA_DIR GRPC_DEFAULT_SSL_ROOTS_FILE_PATH " +
      "GIT_SSL_* GIT_HTTP_* AWS_CA_BUNDLE DENO_CERT DENO_TLS_CA_STORE VAULT_SKIP_VERIFY VAULT_CACERT VAULT_CAPATH " +
      "DOCKER_TLS_VERIFY DOCKER_CERT_PATH SSLKEYLOGFILE SSH_KNOWN_HOSTS",
  },
  {
    // resolver(7), resolv.conf(5)
    family: "names of hosts",
    decides: "traffic",
    reason: "which says how names of hosts are looked up",
    names: "HOSTALIASES LOCALDOMAIN RES_OPTIONS RESOLV_HOST_CONF RESOLV_ADD_TRIM_DOMAINS",
  },
  {
    family: "endpoints",
    decides: "traffic",
    reason: "which says which server a tool speaks to",
    names:
      "AWS_ENDPOINT_URL AWS_ENDPOINT_URL_* AWS_EC2_METADATA_SERVICE_ENDPOINT AWS_CONTAINER_CREDENTIALS_FULL_URI " +
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_IGNORE_CONFIGURED_ENDPOINT_URLS GCE_METADATA_HOST GCE_METADATA_IP GCE_METADATA_ROOT " +
      "METADATA_SERVER_DETECTION SECRET_MANAGER_EMULATOR_HOST *_EMULATOR_HOST AZURE_AUTHORITY_HOST DOCKER_HOST DOCKER_CONTEXT BUILDKIT_HOST " +
      "CONTAINER_HOST DEBUGINFOD_URLS GH_HOST SSH_AUTH_SOCK DBUS_SESSION_BUS_ADDRESS DBUS_SYSTEM_BUS_ADDRESS XDG_RUNTIME_DIR NETRC " +
      "HF_ENDPOINT SENTRYCLI_CDNURL",
  },
];
