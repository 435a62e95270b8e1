package org.tocsin.incident;

/** What an incident says in one language. */
public record LocalFacts(String whatHappened, String whatWeAreDoing, String whatYouCanDo) {}
