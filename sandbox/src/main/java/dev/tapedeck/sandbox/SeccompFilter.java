package dev.tapedeck.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The filter of system calls as classic BPF (struct sock_filter of linux/filter.h, return values of linux/seccomp.h), for bubblewrap to load. A
 * hooked guest needs no socket of any family: its channel is a pair of pipes. So all are refused, vsock and netlink with them, which an empty network
 * namespace does not stop. A runtime that talks to itself over its own loopback gets streams and datagrams of the families that the namespace
 * does stop, and no other. Refused too is what only serves to widen a process's rights or to look into others.
 *
 * <pre>
 *   arch is ours, else kill -> number: refused ones -> EPERM | clone3 -> ENOSYS | clone with new namespaces -> EPERM | ioctl TIOCSTI -> EPERM -> allow
 * </pre>
 */
final class SeccompFilter {

    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;

    private static final int ALLOW = 0x7fff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int ERRNO = 0x00050000;
    private static final int EPERM = ERRNO | 1;
    private static final int ENOSYS = ERRNO | 38;

    private static final int NUMBER_OFFSET = 0;
    private static final int ARCH_OFFSET = 4;
    private static final int FIRST_ARGUMENT_OFFSET = 16;
    private static final int SECOND_ARGUMENT_OFFSET = 24;

    private static final int X32_BIT = 0x40000000;
    private static final int NAMESPACE_FLAGS = 0x7e020080;
    private static final List<Integer> TERMINAL_INJECTION = List.of(0x5412, 0x541c);

    /** Name, number on x86-64, number on arm64. Source: the kernel's asm/unistd_64.h and asm-generic/unistd.h (scripts/syscall.tbl). */
    private static final String SOCKETS = """
            socket 41 198              | socketpair 53 199         | connect 42 203            | accept 43 202
            accept4 288 242            | bind 49 200               | listen 50 201             | sendto 44 206
            sendmsg 46 211             | sendmmsg 307 269
            """;

    private static final String REFUSED = """
            ptrace 101 117            | kcmp 312 272
            process_vm_readv 310 270   | process_vm_writev 311 271 | pidfd_open 434 434        | pidfd_getfd 438 438
            pidfd_send_signal 424 424  | process_madvise 440 440   | unshare 272 97            | setns 308 268
            mount 165 40               | umount2 166 39            | pivot_root 155 41         | chroot 161 51
            open_tree 428 428          | move_mount 429 429        | fsopen 430 430            | fsconfig 431 431
            fsmount 432 432            | fspick 433 433            | mount_setattr 442 442     | name_to_handle_at 303 264
            open_by_handle_at 304 265  | init_module 175 105       | finit_module 313 273      | delete_module 176 106
            kexec_load 246 104         | kexec_file_load 320 294   | reboot 169 142            | bpf 321 280
            perf_event_open 298 241    | userfaultfd 323 282       | syslog 103 116            | acct 163 89
            swapon 167 224             | swapoff 168 225           | quotactl 179 60           | personality 135 92
            io_uring_setup 425 425     | io_uring_enter 426 426    | io_uring_register 427 427 | add_key 248 217
            request_key 249 218        | keyctl 250 219            | settimeofday 164 170      | clock_settime 227 112
            clock_adjtime 305 266      | adjtimex 159 171          | sethostname 170 161       | setdomainname 171 162
            quotactl_fd 443 443        | open_tree_attr 467 467
            """;

    /** AF_UNIX, AF_INET, AF_INET6; SOCK_STREAM, SOCK_DGRAM. */
    private static final List<Integer> LOOPBACK_FAMILIES = List.of(1, 2, 10);
    private static final List<Integer> LOOPBACK_TYPES = List.of(1, 2);
    private static final int TYPE_BITS = 0xf;

    /** What a guest may do with sockets. */
    enum Sockets {
        NONE, LOOPBACK
    }

    /** A processor: its audit architecture, the numbers of the calls looked into, and its column in the table. */
    private enum Machine {
        X86_64(0xc000003e, 56, 16, 41, 1), ARM64(0xc00000b7, 220, 29, 198, 2);

        private static final int CLONE3 = 435;

        final int arch;
        final int clone;
        final int ioctl;
        final int socket;
        private final int column;

        Machine(int arch, int clone, int ioctl, int socket, int column) {
            this.arch = arch;
            this.clone = clone;
            this.ioctl = ioctl;
            this.socket = socket;
            this.column = column;
        }

        List<Integer> numbers(String table) {
            return Arrays.stream(table.split("[|\\n]")).map(String::strip).filter(row -> !row.isEmpty())
                    .map(row -> Integer.valueOf(row.split(" +")[column])).toList();
        }
    }

    private final ByteBuffer program = ByteBuffer.allocate(8 * 256).order(ByteOrder.LITTLE_ENDIAN);

    private SeccompFilter() {}

    /** The filter for this machine's processor, or nothing where its numbers are not known here. */
    static Optional<byte[]> forProcessor(String osArch, Sockets sockets) {
        return switch (osArch) {
            case "amd64", "x86_64" -> Optional.of(new SeccompFilter().compiled(Machine.X86_64, sockets));
            case "aarch64", "arm64" -> Optional.of(new SeccompFilter().compiled(Machine.ARM64, sockets));
            default -> Optional.empty();
        };
    }

    private byte[] compiled(Machine machine, Sockets sockets) {
        load(ARCH_OFFSET);
        instruction(JUMP_EQUAL, 1, 0, machine.arch);
        returning(KILL_PROCESS);
        load(NUMBER_OFFSET);
        instruction(JUMP_AT_LEAST, 0, 1, X32_BIT);
        returning(KILL_PROCESS);
        machine.numbers(REFUSED).forEach(number -> refuse(number, EPERM));
        switch (sockets) {
            case NONE -> machine.numbers(SOCKETS).forEach(number -> refuse(number, EPERM));
            case LOOPBACK -> onlyLoopback(machine);
        }
        // its flags are in memory, which a filter cannot read; without it the C library falls back to clone
        refuse(Machine.CLONE3, ENOSYS);
        instruction(JUMP_EQUAL, 0, 4, machine.clone);
        load(FIRST_ARGUMENT_OFFSET);
        instruction(JUMP_ANY_BIT, 0, 1, NAMESPACE_FLAGS);
        returning(EPERM);
        returning(ALLOW);
        instruction(JUMP_EQUAL, 0, 4, machine.ioctl);
        load(SECOND_ARGUMENT_OFFSET);
        instruction(JUMP_EQUAL, 1, 0, TERMINAL_INJECTION.get(0));
        instruction(JUMP_EQUAL, 0, 1, TERMINAL_INJECTION.get(1));
        returning(EPERM);
        returning(ALLOW);
        byte[] bytes = new byte[program.position()];
        program.flip().get(bytes);
        return bytes;
    }

    /** {@code socket} with another family or type than those of a loopback is refused; behind it, the number is back in the accumulator. */
    private void onlyLoopback(Machine machine) {
        instruction(JUMP_EQUAL, 0, 10, machine.socket);
        load(FIRST_ARGUMENT_OFFSET);
        instruction(JUMP_EQUAL, 3, 0, LOOPBACK_FAMILIES.get(0));
        instruction(JUMP_EQUAL, 2, 0, LOOPBACK_FAMILIES.get(1));
        instruction(JUMP_EQUAL, 1, 0, LOOPBACK_FAMILIES.get(2));
        returning(EPERM);
        load(SECOND_ARGUMENT_OFFSET);
        instruction(AND, 0, 0, TYPE_BITS);
        instruction(JUMP_EQUAL, 2, 0, LOOPBACK_TYPES.get(0));
        instruction(JUMP_EQUAL, 1, 0, LOOPBACK_TYPES.get(1));
        returning(EPERM);
        load(NUMBER_OFFSET);
    }

    private void refuse(int number, int with) {
        instruction(JUMP_EQUAL, 0, 1, number);
        returning(with);
    }

    private void load(int offset) {
        instruction(LOAD_WORD, 0, 0, offset);
    }

    private void returning(int value) {
        instruction(RETURN, 0, 0, value);
    }

    private void instruction(int code, int ifTrue, int ifFalse, int operand) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}
