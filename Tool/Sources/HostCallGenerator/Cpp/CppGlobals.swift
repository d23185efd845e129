// Copyright 2026 the HostCall authors
// SPDX-License-Identifier: Apache-2.0

/// What headers declare or define outside of namespaces, so that no namespace can have its name.
///
/// Every header of the runtime in `Hosts/cpp` includes some of C and POSIX, of which a standard library may include
/// more.
enum CppGlobals {
  /// Returns whether a namespace cannot have a name in snake case.
  static func contains(_ name: String) -> Bool {
    // POSIX reserves both for types and functions of its headers.
    name.hasSuffix("_t") || name.hasPrefix("pthread_") || names.contains(name[...])
  }

  /// The functions, types, variables and macros of glibc 2.36 and of libstdc++ 12 in C++20: those of all headers of C,
  /// and of what the runtime's headers include.
  private static let names = Set(
    """
    a64l abi abort abs access acct acos acosf acosh acoshf acoshl acosl adjtime alarm aligned_alloc alloca arc4random
    arc4random_buf arc4random_uniform asctime asctime_r asin asinf asinh asinhf asinhl asinl asprintf assert
    assert_perror at_quick_exit atan atan2 atan2f atan2l atanf atanh atanhf atanhl atanl atexit atof atoi atol atoll
    basename bcmp bcopy be16toh be32toh be64toh brk bsearch btowc bzero c16rtomb c32rtomb c8rtomb calloc canonicalize
    canonicalize_file_name canonicalizef canonicalizel cbrt cbrtf cbrtl ceil ceilf ceill chdir chown chroot clearenv
    clearerr clearerr_unlocked clock clock_adjtime clock_getcpuclockid clock_getres clock_gettime clock_nanosleep
    clock_settime clone close close_range closefrom confstr copy_file_range copysign copysignf copysignl cos cosf cosh
    coshf coshl cosl crypt ctermid ctime ctime_r cuserid daddl daemon daylight ddivl dfmal difftime div dl_find_object
    dladdr dladdr1 dlclose dlerror dlinfo dlmopen dlopen dlsym dlvsym dmull dprintf drand48 drand48_data drand48_r drem
    dremf dreml dsqrtl dsubl dup dup2 dup3 duplocale dysize eaccess ecvt ecvt_r endusershell environ erand48 erand48_r
    erf erfc erfcf erfcl erff erfl euidaccess execl execle execlp execv execve execveat execvp execvpe exit exp exp10
    exp10f exp10l exp2 exp2f exp2l expf expl explicit_bzero expm1 expm1f expm1l fabs fabsf fabsl faccessat fadd faddl
    fchdir fchown fchownat fclose fcloseall fcvt fcvt_r fd_mask fd_set fdatasync fdim fdimf fdiml fdiv fdivl fdopen
    feclearexcept fedisableexcept feenableexcept fegetenv fegetexcept fegetexceptflag fegetmode fegetround feholdexcept
    feof feof_unlocked feraiseexcept ferror ferror_unlocked fesetenv fesetexcept fesetexceptflag fesetmode fesetround
    fetestexcept fetestexceptflag feupdateenv fexecve fflush fflush_unlocked ffma ffmal ffs ffsl ffsll fgetc
    fgetc_unlocked fgetpos fgetpos64 fgets fgets_unlocked fgetwc fgetwc_unlocked fgetws fgetws_unlocked fileno
    fileno_unlocked finite finitef finitel flockfile floor floorf floorl fma fmaf fmal fmax fmaxf fmaximum fmaximum_mag
    fmaximum_mag_num fmaximum_mag_numf fmaximum_mag_numl fmaximum_magf fmaximum_magl fmaximum_num fmaximum_numf
    fmaximum_numl fmaximumf fmaximuml fmaxl fmaxmag fmaxmagf fmaxmagl fmemopen fmin fminf fminimum fminimum_mag
    fminimum_mag_num fminimum_mag_numf fminimum_mag_numl fminimum_magf fminimum_magl fminimum_num fminimum_numf
    fminimum_numl fminimumf fminimuml fminl fminmag fminmagf fminmagl fmod fmodf fmodl fmul fmull fopen fopen64
    fopencookie fork fpathconf fprintf fputc fputc_unlocked fputs fputs_unlocked fputwc fputwc_unlocked fputws
    fputws_unlocked fread fread_unlocked free freelocale freopen freopen64 frexp frexpf frexpl fromfp fromfpf fromfpl
    fromfpx fromfpxf fromfpxl fscanf fseek fseeko fseeko64 fsetpos fsetpos64 fsqrt fsqrtl fsub fsubl fsync ftell ftello
    ftello64 ftruncate ftruncate64 ftrylockfile funlockfile futimes futimesat fwide fwprintf fwrite fwrite_unlocked
    fwscanf gamma gammaf gammal gcvt get_current_dir_name getc getc_unlocked getchar getchar_unlocked getcpu getcwd
    getdate getdate_err getdate_r getdelim getdomainname getdtablesize getegid getentropy getenv geteuid getgid
    getgroups gethostid gethostname getitimer getline getloadavg getlogin getlogin_r getopt getpagesize getpass
    getpayload getpayloadf getpayloadl getpgid getpgrp getpid getppid getpt getresgid getresuid getsid getsubopt gettid
    gettimeofday getuid getusershell getw getwc getwc_unlocked getwchar getwchar_unlocked getwd gmtime gmtime_r grantpt
    group_member gsignal htobe16 htobe32 htobe64 htole16 htole32 htole64 hypot hypotf hypotl ilogb ilogbf ilogbl
    imaxabs imaxdiv index initstate initstate_r isalnum isalnum_l isalpha isalpha_l isascii isatty isblank isblank_l
    iscanonical iscntrl iscntrl_l isctype isdigit isdigit_l iseqsig isgraph isgraph_l isinff isinfl islower islower_l
    isnanf isnanl isprint isprint_l ispunct ispunct_l issignaling isspace isspace_l issubnormal isupper isupper_l
    iswalnum iswalnum_l iswalpha iswalpha_l iswblank iswblank_l iswcntrl iswcntrl_l iswctype iswctype_l iswdigit
    iswdigit_l iswgraph iswgraph_l iswlower iswlower_l iswprint iswprint_l iswpunct iswpunct_l iswspace iswspace_l
    iswupper iswupper_l iswxdigit iswxdigit_l isxdigit isxdigit_l iszero itimerspec itimerval j0 j0f j0l j1 j1f j1l
    jmp_buf jn jnf jnl jrand48 jrand48_r kill killpg l64a labs lchown lcong48 lcong48_r lconv ldexp ldexpf ldexpl ldiv
    le16toh le32toh le64toh lgamma lgamma_r lgammaf lgammaf_r lgammal lgammal_r link link_map linkat llabs lldiv llogb
    llogbf llogbl llrint llrintf llrintl llround llroundf llroundl localeconv localtime localtime_r lockf log log10
    log10f log10l log1p log1pf log1pl log2 log2f log2l logb logbf logbl logf logl longjmp lrand48 lrand48_r lrint
    lrintf lrintl lround lroundf lroundl lseek lseek64 lutimes malloc math_errhandling mblen mbrlen mbrtoc16 mbrtoc32
    mbrtoc8 mbrtowc mbsinit mbsnrtowcs mbsrtowcs mbstowcs mbtowc memccpy memchr memcmp memcpy memfrob memmem memmove
    mempcpy memrchr memset mkdtemp mkostemp mkostemp64 mkostemps mkostemps64 mkstemp mkstemp64 mkstemps mkstemps64
    mktemp mktime modf modff modfl mrand48 mrand48_r nan nanf nanl nanosleep nearbyint nearbyintf nearbyintl newlocale
    nextafter nextafterf nextafterl nextdown nextdownf nextdownl nexttoward nexttowardf nexttowardl nextup nextupf
    nextupl nice nrand48 nrand48_r obstack obstack_printf obstack_vprintf offsetof on_exit open_memstream
    open_wmemstream optarg opterr optind optopt pathconf pause pclose perror pipe pipe2 popen posix_memalign
    posix_openpt pow powf powl pread pread64 printf profil program_invocation_name program_invocation_short_name
    pselect psiginfo psignal ptsname ptsname_r putc putc_unlocked putchar putchar_unlocked putenv puts putw putwc
    putwc_unlocked putwchar putwchar_unlocked pwrite pwrite64 qecvt qecvt_r qfcvt qfcvt_r qgcvt qsort qsort_r
    quick_exit raise rand rand_r random random_data random_r rawmemchr read readlink readlinkat realloc reallocarray
    realpath remainder remainderf remainderl remove remquo remquof remquol rename renameat renameat2 revoke rewind
    rindex rint rintf rintl rmdir round roundeven roundevenf roundevenl roundf roundl rpmatch sa_handler sa_sigaction
    sbrk scalb scalbf scalbl scalbln scalblnf scalblnl scalbn scalbnf scalbnl scanf sched_get_priority_max
    sched_get_priority_min sched_getaffinity sched_getcpu sched_getparam sched_getscheduler sched_param sched_priority
    sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield secure_getenv seed48 seed48_r
    select sem_clockwait sem_close sem_destroy sem_getvalue sem_init sem_open sem_post sem_timedwait sem_trywait
    sem_unlink sem_wait setbuf setbuffer setdomainname setegid setenv seteuid setgid sethostid sethostname setitimer
    setjmp setlinebuf setlocale setlogin setns setpayload setpayloadf setpayloadl setpayloadsig setpayloadsigf
    setpayloadsigl setpgid setpgrp setregid setresgid setresuid setreuid setsid setstate setstate_r settimeofday setuid
    setusershell setvbuf si_addr si_addr_lsb si_arch si_band si_call_addr si_fd si_int si_lower si_overrun si_pid
    si_pkey si_ptr si_status si_stime si_syscall si_timerid si_uid si_upper si_utime si_value sigabbrev_np sigaction
    sigaddset sigaltstack sigandset sigblock sigcontext sigdelset sigdescr_np sigemptyset sigev_notify_attributes
    sigev_notify_function sigevent sigfillset siggetmask sighold sigignore siginterrupt sigisemptyset sigismember
    sigjmp_buf siglongjmp sigmask signal signgam significand significandf significandl sigorset sigpause sigpending
    sigprocmask sigqueue sigrelse sigreturn sigset sigsetjmp sigsetmask sigstack sigsuspend sigtimedwait sigval sigwait
    sigwaitinfo sin sincos sincosf sincosl sinf sinh sinhf sinhl sinl sleep snprintf sprintf sqrt sqrtf sqrtl srand
    srand48 srand48_r srandom srandom_r sscanf ssignal stpcpy stpncpy strcasecmp strcasecmp_l strcasestr strcat strchr
    strchrnul strcmp strcoll strcoll_l strcpy strcspn strdup strdupa strerror strerror_l strerror_r strerrordesc_np
    strerrorname_np strfromd strfromf strfroml strfry strftime strftime_l strlen strncasecmp strncasecmp_l strncat
    strncmp strncpy strndup strndupa strnlen strpbrk strptime strptime_l strrchr strsep strsignal strspn strstr strtod
    strtod_l strtof strtof_l strtoimax strtok strtok_r strtol strtol_l strtold strtold_l strtoll strtoll_l strtoq
    strtoul strtoul_l strtoull strtoull_l strtoumax strtouq strverscmp strxfrm strxfrm_l swab swprintf swscanf symlink
    symlinkat sync syncfs syscall sysconf system sysv_signal tan tanf tanh tanhf tanhl tanl tcgetpgrp tcsetpgrp tempnam
    tgamma tgammaf tgammal tgkill time timegm timelocal timer_create timer_delete timer_getoverrun timer_gettime
    timer_settime timeradd timerclear timercmp timerisset timersub timespec timespec_get timespec_getres timeval timex
    timezone tm tmpfile tmpfile64 tmpnam tmpnam_r toascii tolower tolower_l totalorder totalorderf totalorderl
    totalordermag totalordermagf totalordermagl toupper toupper_l towctrans towctrans_l towlower towlower_l towupper
    towupper_l trunc truncate truncate64 truncf truncl ttyname ttyname_r ttyslot tzname tzset u_char u_int u_long
    u_short ualarm ufromfp ufromfpf ufromfpl ufromfpx ufromfpxf ufromfpxl uint ulong ungetc ungetwc unlink unlinkat
    unlockpt unsetenv unshare uselocale ushort usleep utimes va_arg va_copy va_end va_list va_start valloc vasprintf
    vdprintf vfork vfprintf vfscanf vfwprintf vfwscanf vhangup vprintf vscanf vsnprintf vsprintf vsscanf vswprintf
    vswscanf vwprintf vwscanf wcpcpy wcpncpy wcrtomb wcscasecmp wcscasecmp_l wcscat wcschr wcschrnul wcscmp wcscoll
    wcscoll_l wcscpy wcscspn wcsdup wcsftime wcsftime_l wcslen wcsncasecmp wcsncasecmp_l wcsncat wcsncmp wcsncpy
    wcsnlen wcsnrtombs wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstod_l wcstof wcstof_l wcstoimax wcstok wcstol
    wcstol_l wcstold wcstold_l wcstoll wcstoll_l wcstombs wcstoq wcstoul wcstoul_l wcstoull wcstoull_l wcstoumax
    wcstouq wcswcs wcswidth wcsxfrm wcsxfrm_l wctob wctomb wctrans wctrans_l wctype wctype_l wcwidth wmemchr wmemcmp
    wmemcpy wmemmove wmempcpy wmemset wprintf write wscanf y0 y0f y0l y1 y1f y1l yn ynf ynl
    """.split { $0 == " " || $0 == "\n" })
}
