package dev.yodel.loadtest.engine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is wrong with a file, in words: the message of a system exception is often only the name of the file. */
final class FileErrorText {

    private FileErrorText() {}

    static String of(IOException problem) {
        if (!(problem instanceof FileSystemException file)) {
            return String.valueOf(problem.getMessage());
        }
        return "%s: %s".formatted(file.getFile(), reason(file));
    }

    /** For what was being done with that file: an exception such as that of a full disk has no file. */
    static String of(Path file, IOException problem) {
        String reason =
                problem instanceof FileSystemException known ? reason(known) : String.valueOf(problem.getMessage());
        return "%s: %s".formatted(file, reason);
    }

    private static String reason(FileSystemException problem) {
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        return problem.getReason() == null ? problem.getClass().getSimpleName() : problem.getReason();
    }
}
