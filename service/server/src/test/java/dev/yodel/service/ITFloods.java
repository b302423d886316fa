package dev.yodel.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.service.testing.ServiceProcess;
import dev.yodel.v1.EchoRequest;
import dev.yodel.v1.EchoServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Floods of frames end their connection or change nothing; a second client loses no call, and memory is bounded. */
class ITFloods {

    private static final String ECHO = "yodel.v1.EchoService/Echo";
    private static final String CHAT = "yodel.v1.EchoService/Chat";
    private static final int FRAMES = 20_000;
    private static final long MOST_MIB = 400;

    private static ServiceProcess service;

    /** What is sent, again and again, and whether the server closes the connection for it. */
    enum Flood {
        RAPID_RESET(true) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                attacker.call(2 * i + 1, ECHO).reset(2 * i + 1);
            }
        },
        MADE_YOU_RESET(true) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                attacker.call(2 * i + 1, CHAT)
                        .frame(RawConnection.WINDOW_UPDATE, 0, 2 * i + 1, RawConnection.integer(0));
            }
        },
        CONTINUATION(true) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                int type = i == 0 ? RawConnection.HEADERS : RawConnection.CONTINUATION;
                attacker.frame(type, 0, 1, RawConnection.request(ECHO));
            }
        },
        PING(true) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                attacker.frame(RawConnection.PING, 0, 0, new byte[8]);
            }
        },
        SETTINGS(false) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                attacker.frame(RawConnection.SETTINGS, 0, 0);
            }
        },
        EMPTY_DATA(false) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                if (i == 0) {
                    attacker.call(1, CHAT);
                }
                attacker.frame(RawConnection.DATA, 0, 1);
            }
        },
        SMALL_WINDOW_UPDATE(false) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                attacker.frame(RawConnection.WINDOW_UPDATE, 0, 0, RawConnection.integer(1));
            }
        },
        CALLS_OF_UNKNOWN_METHODS(false) {
            @Override
            void send(RawConnection attacker, int i) throws IOException {
                if (i < FRAMES / 10) {
                    attacker.call(2 * i + 1, "no.such.Service/Method").message(2 * i + 1);
                }
            }
        };

        private final boolean closes;

        Flood(boolean closes) {
            this.closes = closes;
        }

        abstract void send(RawConnection attacker, int i) throws IOException;
    }

    @BeforeAll
    static void start() throws InterruptedException {
        service = ServiceProcess.serve("--max-resets=2000", "--max-resets-per-peer=4000");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @EnumSource
    void no_flood_hurts_another_client(Flood flood) throws Exception {
        ManagedChannel other = ManagedChannelBuilder.forTarget(service.grpcTarget())
                .usePlaintext()
                .build();
        assertServed(other);
        try (RawConnection attacker = RawConnection.open(service.grpcTarget())) {
            boolean cut = false;
            for (int i = 0; i < FRAMES && !cut; i++) {
                try {
                    flood.send(attacker, i);
                } catch (IOException e) {
                    cut = true;
                }
                if (i % 1000 == 0) {
                    assertServed(other);
                }
            }
            if (flood.closes) {
                attacker.awaitClosed();
            } else {
                attacker.call(2 * FRAMES + 1, ECHO).message(2 * FRAMES + 1);
                assertThat(attacker.awaitEnd(2 * FRAMES + 1)).isEqualTo("status 0");
            }
            assertServed(other);
        }
        assertThat(service.residentMiB()).isLessThan(MOST_MIB);
        other.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
    }

    private static void assertServed(ManagedChannel channel) throws InterruptedException {
        assertThat(new RecordingCall<>(channel, EchoServiceGrpc.getEchoMethod())
                        .exchange(EchoRequest.getDefaultInstance())
                        .status())
                .isEqualTo(Status.OK);
    }
}
