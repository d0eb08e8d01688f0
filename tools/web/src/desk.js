// What all pages of the desk do beyond HTML. Every page works without it.
