package dev.yodel.loadtest.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Says in words what is wrong with a file: the system's exceptions often say no more than its name. */
final class FileErrorText {

    private FileErrorText() {}

    static String of(IOException problem) {
        if (!(problem instanceof FileSystemException file)) {
            return String.valueOf(problem.getMessage());
        }
        return "%s: %s".formatted(file.getFile(), reason(file));
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
