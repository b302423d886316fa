package dev.yodel.loadtest.distributed.kubernetes;

import dev.yodel.loadtest.distributed.InjectorReader;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pod of an injector, with a thread that follows its log and one that writes commands to its standard input. A log that
 * breaks off is followed again from where it was, by the times that the cluster puts before lines. Thread-safe.
 */
final class InjectorPod implements AutoCloseable {

    /** How long no node may take it. */
    private static final Duration PLACED = Duration.ofSeconds(30);

    /** Before a log is followed again. */
    private static final long AGAIN_MILLIS = 500;

    /** A line at least so often, so that nothing between here and there takes the connection for an idle one. */
    private static final long SIGN_SECONDS = 20;

    private static final int MOST_COMMANDS = 64;

    /** How often in a row its log may not be followed, until it is given up: 10 s. */
    private static final int MOST_FAILURES = 20;

    private final int index;
    private final InjectorReader reader;
    private final Function<PodState, PodResource> resources;
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>(MOST_COMMANDS);
    private @Nullable PodState state;
    private @Nullable ExecWatch attached;
    private boolean following;
    private boolean deleted;
    private boolean ended;
    private volatile boolean closed;
    private long unplacedNanos;
    private String lastTime = "";

    InjectorPod(int index, InjectorReader reader, Function<PodState, PodResource> resources) {
        this.index = index;
        this.reader = reader;
        this.resources = resources;
    }

    /** What the cluster says of it now. */
    synchronized void changed(PodState now) {
        state = now;
        if (now.isStarted() && !following) {
            following = true;
            daemon(() -> follow(now), "yodel-log-" + (index + 1)).start();
            if (now.isRunning()) {
                daemon(() -> command(now), "yodel-stdin-" + (index + 1)).start();
            }
        }
        String problem = following ? null : now.problem();
        if (problem != null) {
            fail(problem);
        }
    }

    /** It was deleted. */
    synchronized void gone() {
        deleted = true;
        if (!following) {
            end("its pod was deleted");
        }
    }

    synchronized boolean isKnown() {
        return state != null;
    }

    /** Each second: one that no node takes for long is given up. */
    synchronized void tick(long nowNanos) {
        String unplaced = state == null || following ? null : state.unplaced();
        if (unplaced == null) {
            unplacedNanos = 0;
        } else if (unplacedNanos == 0) {
            unplacedNanos = nowNanos;
        } else if (nowNanos - unplacedNanos > PLACED.toNanos()) {
            fail("no node takes it after %d s: %s".formatted(PLACED.toSeconds(), unplaced));
        }
    }

    /** It cannot start. */
    synchronized void fail(String why) {
        if (!ended) {
            reader.line(index, "injector " + (index + 1) + ": " + why.strip().replaceAll("\\s*[\\r\\n]+\\s*", " "));
            end("not started");
        }
    }

    private synchronized void end(String how) {
        if (!ended) {
            ended = true;
            reader.ended(index, how);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void follow(PodState started) {
        boolean last = false;
        int failures = 0;
        while (!last && !closed) {
            last = isOver();
            String problem = read(started);
            failures = problem == null ? 0 : failures + 1;
            if (deletedAlready()) {
                break;
            }
            if (problem != null && failures == MOST_FAILURES) {
                fail("its log cannot be followed: " + problem);
                return;
            }
            last = last && isOver();
            pause();
        }
        end(how());
    }

    /** Reads its log until that breaks off; returns why it could not, if it has read nothing. */
    private @Nullable String read(PodState started) {
        String before = lastTime;
        try {
            String problem = lines(started);
            return lastTime.equals(before) ? problem : null;
        } catch (IOException e) {
            return lastTime.equals(before) ? String.valueOf(e.getMessage()) : null;
        } catch (KubernetesClientException e) {
            return lastTime.equals(before) ? ClusterProblem.reason(e) : null;
        }
    }

    private @Nullable String lines(PodState started) throws IOException {
        var lines = resources.apply(started).inContainer(Manifests.CONTAINER).withReadyWaitTimeout(0);
        var timed = lines.usingTimestamps();
        String since = lastTime;
        try (LogWatch log = since.isEmpty()
                        ? timed.watchLog()
                        : timed.sinceTime(since).watchLog();
                BufferedReader text =
                        new BufferedReader(new InputStreamReader(log.getOutput(), StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null && !closed; line = text.readLine()) {
                int space = line.indexOf(' ');
                if (space < 0) {
                    continue;
                }
                // Times of one form, so that their texts are in the order of their times; since is in whole seconds.
                String time = line.substring(0, space);
                if (since.isEmpty() || time.compareTo(since) > 0) {
                    lastTime = time;
                    reader.line(index, line.substring(space + 1));
                }
            }
            Throwable end = log.onClose().toCompletableFuture().getNow(null);
            return end == null ? null : String.valueOf(end.getMessage());
        }
    }

    private synchronized boolean isOver() {
        return deleted || (state != null && state.isOver());
    }

    private synchronized boolean deletedAlready() {
        return deleted;
    }

    private synchronized String how() {
        if (deleted) {
            return "its pod was deleted";
        }
        return state == null ? "no pod" : state.how();
    }

    private void pause() {
        try {
            if (!isOver() && !closed) {
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(PodState started) {
        try (ExecWatch attachment = resources
                .apply(started)
                .inContainer(Manifests.CONTAINER)
                .withReadyWaitTimeout(0)
                .redirectingInput()
                .attach()) {
            attached(attachment);
            OutputStream input = attachment.getInput();
            while (!closed) {
                String line = commands.poll(SIGN_SECONDS, TimeUnit.SECONDS);
                input.write(((line == null ? "" : line) + "\n").getBytes(StandardCharsets.US_ASCII));
                input.flush();
            }
        } catch (KubernetesClientException e) {
            if (!isAttached() && !isOver() && !closed) {
                fail("its standard input cannot be attached: " + ClusterProblem.reason(e));
            }
        } catch (IOException e) {
            // It has ended, as its log shows; or its input has, and so it ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void attached(ExecWatch attachment) {
        attached = attachment;
    }

    private synchronized boolean isAttached() {
        return attached != null;
    }

    /** Sends a line. */
    void send(String line) {
        var unused = commands.offer(line);
    }

    @Override
    public void close() {
        closed = true;
        ExecWatch open;
        synchronized (this) {
            open = attached;
        }
        if (open != null) {
            open.close();
        }
    }
}
