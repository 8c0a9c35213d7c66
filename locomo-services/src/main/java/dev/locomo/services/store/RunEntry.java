package dev.locomo.services.store;

import org.jspecify.annotations.Nullable;

/**
 * A run as a list shows it.
 *
 * @param id unique
 * @param name of its folder
 * @param folder where it was when it was imported, absolute
 * @param task the verb
 * @param status complete, interrupted, stopped or running
 * @param started when it was first opened, ISO 8601 in UTC
 * @param updated when it was last opened or closed
 * @param model {@code provider:model}; null when none or several were asked
 * @param protocol null when the task has none
 * @param shard {@code I/N}; null for a whole run
 * @param answers stored answers or calls; null when it is not recorded
 * @param inputTokens of all prompts; null likewise
 * @param outputTokens of all replies; null likewise
 * @param costUsd null when a price is unknown
 * @param mean of the metric that was asked for, over questions with an answer where they have a
 *     total of their own; null when the run has no such metric
 */
public record RunEntry(
    String id,
    String name,
    String folder,
    String task,
    String status,
    String started,
    String updated,
    @Nullable String model,
    @Nullable String protocol,
    @Nullable String shard,
    @Nullable Long answers,
    @Nullable Long inputTokens,
    @Nullable Long outputTokens,
    @Nullable Double costUsd,
    @Nullable Double mean) {}
