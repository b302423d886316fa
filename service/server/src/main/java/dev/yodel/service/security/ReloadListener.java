package dev.yodel.service.security;

/** Is notified of each attempt to read changed files again. */
@FunctionalInterface
public interface ReloadListener {

    /**
     * Changed files were read.
     *
     * @param what the kind of file: {@code certificate}, {@code client-ca}, {@code tokens} or {@code jwks}
     * @param succeeded false if the earlier content stays in use
     */
    void reloaded(String what, boolean succeeded);
}
