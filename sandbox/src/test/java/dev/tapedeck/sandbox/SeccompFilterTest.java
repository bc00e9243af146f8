package dev.tapedeck.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The filter, run by a small interpreter of classic BPF: what it answers to which call. That the kernel takes it is for {@link EscapeTest}. */
class SeccompFilterTest {

    private static final int X86_64 = 0xc000003e;
    private static final int ARM64 = 0xc00000b7;
    private static final int ARM32 = 0x40000028;

    /** As linux/seccomp.h has it: number u32, architecture u32, instruction pointer u64, six arguments u64. */
    private static ByteBuffer call(int arch, int number, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(number).putInt(arch).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        return data;
    }

    private static String answer(String processor, ByteBuffer data) {
        return answer(SeccompFilter.forProcessor(processor, SeccompFilter.Sockets.NONE).orElseThrow(), data);
    }

    private static String loopbackAnswer(String processor, ByteBuffer data) {
        return answer(SeccompFilter.forProcessor(processor, SeccompFilter.Sockets.LOOPBACK).orElseThrow(), data);
    }

    private static String answer(byte[] filter, ByteBuffer data) {
        ByteBuffer program = ByteBuffer.wrap(filter).order(ByteOrder.LITTLE_ENDIAN);
        int accumulator = 0;
        for (int at = 0;; at++) {
            int code = program.getShort(at * 8);
            int operand = program.getInt(at * 8 + 4);
            boolean holds = switch (code) {
                case 0x20 -> {
                    accumulator = data.getInt(operand);
                    yield false;
                }
                case 0x54 -> {
                    accumulator &= operand;
                    yield false;
                }
                case 0x15 -> accumulator == operand;
                case 0x35 -> Integer.compareUnsigned(accumulator, operand) >= 0;
                case 0x45 -> (accumulator & operand) != 0;
                case 0x06 -> true;
                default -> throw new AssertionError("instruction " + at + " has the code " + code);
            };
            if (code == 0x06) {
                return named(operand);
            }
            if (code != 0x20 && code != 0x54) {
                at += program.get(at * 8 + (holds ? 2 : 3));
            }
        }
    }

    private static String named(int action) {
        return switch (action) {
            case 0x7fff0000 -> "allow";
            case 0x80000000 -> "kill";
            case 0x00050001 -> "EPERM";
            case 0x00050026 -> "ENOSYS";
            default -> Integer.toHexString(action);
        };
    }

    @ParameterizedTest
    @CsvSource({"read, 0, 63, allow", "write, 1, 64, allow", "openat, 257, 56, allow", "execve, 59, 221, allow", "futex, 202, 98, allow",
            "socket, 41, 198, EPERM", "connect, 42, 203, EPERM", "sendmmsg, 307, 269, EPERM", "ptrace, 101, 117, EPERM",
            "mount, 165, 40, EPERM",
            "bpf, 321, 280, EPERM", "io_uring_setup, 425, 425, EPERM", "setdomainname, 171, 162, EPERM", "clone3, 435, 435, ENOSYS"})
    void filter_call_isAnswered(String name, int x86, int arm, String expected) {
        assertThat(answer("amd64", call(X86_64, x86))).as(name).isEqualTo(expected);
        assertThat(answer("aarch64", call(ARM64, arm))).as(name).isEqualTo(expected);
    }

    /** A call of the kernel's table: its number on each processor, nothing where that has no such call. */
    record Known(String name, OptionalInt x86, OptionalInt arm, String expected) {

        static Known of(String line) {
            String[] fields = line.split(" ");
            return new Known(fields[0], number(fields[1]), number(fields[2]), fields.length > 3 ? fields[3] : "allow");
        }

        private static OptionalInt number(String field) {
            return field.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(field));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Known> known() throws IOException {
        return Files.readAllLines(TestBench.ROOT.resolve("sandbox/src/test/kernel/system-calls.txt")).stream()
                .filter(line -> !line.startsWith("#")).map(Known::of).toList();
    }

    /** No row of the filter's table can have a number that is another call's, on neither processor. */
    @ParameterizedTest
    @MethodSource("known")
    void filter_everyCallOfTheKernel_isAnsweredAlikeOnBothProcessors(Known known) {
        known.x86().ifPresent(number -> assertThat(answer("amd64", call(X86_64, number))).isEqualTo(known.expected()));
        known.arm().ifPresent(number -> assertThat(answer("aarch64", call(ARM64, number))).isEqualTo(known.expected()));
    }

    @Test
    void table_ofTheKernel_isWhole() throws IOException {
        assertThat(known().stream().filter(call -> call.x86().isPresent())).hasSizeGreaterThan(350);
        assertThat(known().stream().filter(call -> call.arm().isPresent())).hasSizeGreaterThan(300);
        assertThat(known().stream().filter(call -> call.expected().equals("EPERM"))).hasSize(62);
    }

    @Test
    void filter_otherArchitecture_kills() {
        assertThat(answer("aarch64", call(X86_64, 0))).isEqualTo("kill");
        assertThat(answer("aarch64", call(ARM32, 281))).isEqualTo("kill");
        assertThat(answer("amd64", call(ARM64, 0))).isEqualTo("kill");
        assertThat(answer("amd64", call(0x40000003, 102))).isEqualTo("kill");
    }

    @Test
    void filter_callsOfX32_kill() {
        assertThat(answer("amd64", call(X86_64, 0x40000000 | 41))).isEqualTo("kill");
    }

    @ParameterizedTest
    @CsvSource({"0x003d0f00, allow", "0x10000011, EPERM", "0x40000000, EPERM", "0x00020000, EPERM", "0x00000080, EPERM"})
    void filter_cloneWithNamespaces_isRefused(String flags, String expected) {
        assertThat(answer("amd64", call(X86_64, 56, Long.decode(flags)))).isEqualTo(expected);
        assertThat(answer("arm64", call(ARM64, 220, Long.decode(flags)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0x5412, EPERM", "0x541c, EPERM", "0x5401, allow", "0x541b, allow"})
    void filter_ioctlThatTypesForOthers_isRefused(String request, String expected) {
        assertThat(answer("amd64", call(X86_64, 16, 0, Long.decode(request)))).isEqualTo(expected);
        assertThat(answer("arm64", call(ARM64, 29, 0, Long.decode(request)))).isEqualTo(expected);
    }

    @Test
    void forProcessor_unknown_isNothing() {
        assertThat(SeccompFilter.forProcessor("riscv64", SeccompFilter.Sockets.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"unix stream, 1, 1, allow", "unix datagram cloexec, 1, 0x80002, allow", "inet stream nonblocking, 2, 0x801, allow",
            "inet6 datagram, 10, 2, allow", "inet raw, 2, 3, EPERM", "inet6 raw, 10, 3, EPERM", "unix seqpacket, 1, 5, EPERM",
            "netlink, 16, 3, EPERM", "packet, 17, 3, EPERM", "vsock, 40, 1, EPERM", "xdp, 44, 3, EPERM", "bluetooth, 31, 1, EPERM"})
    void filter_socketWithLoopback_isOfItsFamiliesOnly(String name, String family, String type, String expected) {
        assertThat(loopbackAnswer("amd64", call(X86_64, 41, Long.decode(family), Long.decode(type)))).as(name).isEqualTo(expected);
        assertThat(loopbackAnswer("arm64", call(ARM64, 198, Long.decode(family), Long.decode(type)))).as(name).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"connect, 42, 203, allow", "bind, 49, 200, allow", "read, 0, 63, allow", "ptrace, 101, 117, EPERM",
            "unshare, 272, 97, EPERM", "io_uring_setup, 425, 425, EPERM", "clone3, 435, 435, ENOSYS"})
    void filter_otherCallWithLoopback_isAnsweredAsWithout(String name, int x86, int arm, String expected) {
        assertThat(loopbackAnswer("amd64", call(X86_64, x86))).as(name).isEqualTo(expected);
        assertThat(loopbackAnswer("aarch64", call(ARM64, arm))).as(name).isEqualTo(expected);
    }
}
