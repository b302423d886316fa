package dev.yodel.service.accesslog;

/** Is notified of each call that ended. Thread-safe; never blocks. */
@FunctionalInterface
public interface CallLog {

    /** Logs nothing. */
    CallLog NONE = call -> {};

    void ended(EndedCall call);
}
