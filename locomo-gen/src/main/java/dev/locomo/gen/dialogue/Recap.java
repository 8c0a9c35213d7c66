package dev.locomo.gen.dialogue;

/**
 * A session summed up.
 *
 * @param session that session alone
 * @param soFar everything up to and including it
 */
public record Recap(String session, String soFar) {}
