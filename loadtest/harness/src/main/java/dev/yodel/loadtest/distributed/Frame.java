package dev.yodel.loadtest.distributed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * What an injector reports on standard output, between whatever else is printed there: {@code ~yodel INJECTOR NUMBER KIND CHECKSUM
 * CONTENT}, cut into lines that no engine cuts: all but the last one start with {@code ~+}, the last one with {@code ~.}. The content is compressed and in Base64; the checksum is of all that comes before it and of the
 * content. Numbers count from 0, so that a line that is missing is noticed.
 *
 * @param injector the number of the injector, from 0
 * @param number the number of the frame
 * @param kind what it is
 * @param content its content; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one
record Frame(int injector, long number, Kind kind, byte[] content) {

    /** Longer ones are refused: a result of 100 requests has a tenth of it. */
    static final int MOST_BYTES = 64 << 20;

    /** A line that belongs to a frame. */
    static final String MORE = "~+";

    /** The last line of a frame. */
    static final String LAST = "~.";

    /** Slurm cuts lines of 1,024 bytes. */
    private static final int LONGEST_LINE = 900;

    private static final String PREFIX = "~yodel ";
    private static final Pattern FORM =
            Pattern.compile("~yodel (\\d{1,5}) (\\d{1,12}) ([A-Z]{2,12}) ([0-9a-f]{1,8}) ([A-Za-z0-9+/=]*)");

    /** What a frame has. */
    enum Kind {
        /** The injector is alive. */
        BEAT,
        /** Its scenario is built, the schema known, and only the start is missing; the name of its host. */
        READY,
        /** Its wall clock, in answer to a question. */
        CLOCK,
        /** What happened in a second. */
        INTERVAL,
        /** Times to connect, which a result has at its end. */
        CONNECTIONS,
        /** Its result, in JSON: the last frame of an injector that ended well. */
        RESULT,
        /** Why it cannot run or has failed. */
        FAILURE
    }

    /** Its lines, each with a line break. */
    String lines() {
        String whole = whole();
        StringBuilder lines = new StringBuilder();
        int from = 0;
        for (; whole.length() - from > LONGEST_LINE; from += LONGEST_LINE) {
            lines.append(MORE).append(whole, from, from + LONGEST_LINE).append('\n');
        }
        return lines.append(LAST)
                .append(whole, from, whole.length())
                .append('\n')
                .toString();
    }

    /** All of it, in one piece. */
    String whole() {
        String head = "%d %d %s".formatted(injector, number, kind);
        return PREFIX + head + " " + Long.toHexString(checksum(head, content)) + " "
                + Base64.getEncoder().encodeToString(deflated(content));
    }

    /**
     * Reads a frame in one piece.
     *
     * @throws IOException if it is damaged
     */
    static Frame parse(String whole) throws IOException {
        Matcher form = FORM.matcher(whole);
        if (!form.matches()) {
            throw new IOException("a frame was cut off or mixed with other output");
        }
        byte[] content;
        Kind kind;
        try {
            content = inflated(Base64.getDecoder().decode(form.group(5)));
            kind = Kind.valueOf(form.group(3));
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException("a frame cannot be read: " + e.getMessage(), e);
        }
        String head = "%s %s %s".formatted(form.group(1), form.group(2), form.group(3));
        if (checksum(head, content) != Long.parseLong(form.group(4), 16)) {
            throw new IOException("a frame has another checksum than it was sent with");
        }
        return new Frame(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)), kind, content);
    }

    private static long checksum(String head, byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(head.getBytes(StandardCharsets.US_ASCII));
        checksum.update(content);
        return checksum.getValue();
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] inflated(byte[] deflated) throws IOException {
        Inflater inflater = new Inflater();
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException("more than %d bytes".formatted(MOST_BYTES));
            }
            return content;
        } finally {
            inflater.end();
        }
    }

    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
