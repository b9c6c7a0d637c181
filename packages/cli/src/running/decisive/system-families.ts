import type { VariableFamily } from "./family.ts";

/** What every program meets: the loader, the shells, and what names other programs and their settings. */
export const systemFamilies: readonly VariableFamily[] = [
  {
    family: "programs",
    decides: "code",
    reason: "which says where programs are found",
    names: "PATH PATHEXT COMSPEC SHELL SYSTEMROOT WINDIR PSMODULEPATH PSModulePath VIRTUAL_ENV",
  },
  {
    // ~/.gitconfig, ~/.npmrc, ~/.curlrc, ~/.ssh/config and the like name programs.
    family: "settings",
    decides: "code",
    reason: "which says where programs find their settings, which name programs",
    names:
      "HOME XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_DATA_HOME XDG_DATA_DIRS USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA",
  },
  {
    // ld.so(8), dyld(1); the rest are those that glibc itself removes for setuid programs.
    family: "loader",
    decides: "code",
    reason: "which the system's loader or C library obeys in every program",
    names:
      "LD_* DYLD_* _RLD* LIBPATH SHLIB_PATH GCONV_PATH GETCONF_DIR LOCPATH NLSPATH GLIBC_TUNABLES MALLOC_TRACE",
  },
  {
    // config(5ssl), and the documentation of each library.
    family: "modules of libraries",
    decides: "code",
    reason: "which names modules that a common library loads",
    names:
      "OPENSSL_CONF OPENSSL_CONF_INCLUDE OPENSSL_MODULES OPENSSL_ENGINES KRB5_CONFIG SASL_PATH SASL_CONF_PATH ODBCINI ODBCINSTINI ODBCSYSINI " +
      "GTK_PATH GTK_MODULES GTK_EXE_PREFIX GIO_EXTRA_MODULES GIO_MODULE_DIR GDK_PIXBUF_MODULE_FILE GST_PLUGIN_* QT_PLUGIN_PATH " +
      "QT_QPA_PLATFORM_PLUGIN_PATH QML_IMPORT_PATH QML2_IMPORT_PATH MAGICK_CODER_MODULE_PATH MAGICK_CONFIGURE_PATH GIMP2_PLUGINDIR " +
      "PKCS11_MODULE_PATH SSH_SK_PROVIDER SSH_SK_HELPER SSH_PKCS11_HELPER",
  },
  {
    // bash(1), dash(1), zshparam(1), fish(1), about_Environment_Variables of PowerShell.
    family: "shells",
    decides: "code",
    reason: "which a shell obeys as it starts or as it prompts",
    names:
      "BASH_ENV ENV BASH_FUNC_* SHELLOPTS BASHOPTS BASH_LOADABLES_PATH BASH_XTRACEFD PROMPT_COMMAND PS0 PS1 PS2 PS3 PS4 " +
      "IFS CDPATH FPATH ZDOTDIR MODULE_PATH NULLCMD READNULLCMD GLOBIGNORE EXECIGNORE INPUTRC MAILPATH HISTFILE fish_function_path " +
      "fish_complete_path fish_user_paths __fish_*",
  },
  {
    // terminfo(5)
    family: "terminal",
    decides: "code",
    reason: "which says what is sent to the terminal",
    names: "TERMINFO TERMINFO_DIRS TERMCAP TERMPATH",
  },
  {
    // less(1), man(1), vim's starting.txt, nvim, sudo(8), systemctl(1), and those who follow their example.
    family: "editors and pagers",
    decides: "code",
    reason:
      "which names a command that another program runs, or commands that an editor or pager obeys",
    names:
      "EDITOR VISUAL FCEDIT SUDO_EDITOR SYSTEMD_EDITOR SVN_EDITOR HGEDITOR CVSEDITOR KUBE_EDITOR GH_EDITOR GLAB_EDITOR PAGER *_PAGER MANPAGER " +
      "MANOPT SYSTEMD_LESS LESS LESSOPEN LESSCLOSE LESSKEY LESSKEYIN LESSKEY_* LESSEDIT MORE BROWSER GH_BROWSER VIMINIT GVIMINIT EXINIT " +
      "VIM VIMRUNTIME MYVIMRC NVIM_APPNAME NVIM_RPLUGIN_MANIFEST EMACSLOADPATH EMACSDATA BAT_CONFIG_PATH BAT_OPTS RIPGREP_CONFIG_PATH " +
      "FZF_DEFAULT_COMMAND FZF_DEFAULT_OPTS FZF_DEFAULT_OPTS_FILE SCREENRC TMUX TMUX_TMPDIR",
  },
  {
    // git(1), git-config(1), ssh(1), sudo(8), svn, hg, cvs, rsync(1), gpg(1), pass(1)
    family: "git, ssh and their kin",
    decides: "code",
    reason:
      "which names a command, or settings that name commands, for git, ssh or a tool like them",
    names:
      "GIT_SSH GIT_SSH_COMMAND GIT_SSH_VARIANT GIT_ASKPASS GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_EXTERNAL_DIFF GIT_PROXY_COMMAND " +
      "GIT_EXEC_PATH GIT_TEMPLATE_DIR GIT_CONFIG* GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_OBJECT_DIRECTORY GIT_INDEX_FILE " +
      "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CEILING_DIRECTORIES GIT_DISCOVERY_ACROSS_FILESYSTEM GIT_ALLOW_PROTOCOL GIT_PROTOCOL_FROM_USER " +
      "GIT_ATTR_SOURCE GIT_TRACE* GIT_TEST_* SSH_ASKPASS SSH_ASKPASS_REQUIRE SUDO_ASKPASS SVN_SSH HG HGRCPATH HGMERGE CVS_RSH " +
      "RSYNC_RSH RSYNC_CONNECT_PROG RSYNC_OLD_ARGS GNUPGHOME GPG_AGENT_INFO PASSWORD_STORE_EXTENSIONS_DIR " +
      "PASSWORD_STORE_ENABLE_EXTENSIONS",
  },
  {
    // GNU make, tar, zip, awk, gcc(1), cmake-env-variables(7), pkg-config(1)
    family: "builds and archives",
    decides: "code",
    reason: "which names programs or options for a compiler, make, tar or a tool like them",
    names:
      "MAKEFLAGS MFLAGS GNUMAKEFLAGS MAKEFILES MAKESHELL TAR_OPTIONS ZIPOPT ZIP UNZIP UNZIPOPT AWKPATH AWKLIBPATH CC CXX CPP FC LD AR AS NM " +
      "RANLIB STRIP OBJCOPY CFLAGS CXXFLAGS CPPFLAGS LDFLAGS COMPILER_PATH GCC_EXEC_PREFIX GCC_COMPARE_DEBUG LIBRARY_PATH CPATH " +
      "C_INCLUDE_PATH CPLUS_INCLUDE_PATH OBJC_INCLUDE_PATH CCACHE_* CMAKE_* PKG_CONFIG PKG_CONFIG_* CONFIG_SITE CONFIG_SHELL " +
      "ACLOCAL_PATH M4PATH",
  },
];
