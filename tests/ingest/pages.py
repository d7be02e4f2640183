# ruff: noqa: E501 - pages have long lines
"""Web pages for tests, in the shapes of those that people save: a blog, a newspaper, a post, a forum."""

from __future__ import annotations

MENU = "<nav><ul>" + "".join(f'<li><a href="/{n}">Menu {n}</a></li>' for n in range(12)) + "</ul></nav>"
WORDPRESS = f"""<!DOCTYPE html>
<!-- saved from url=(0052)https://lakeside.example/2015/03/turtles-and-ferries/ -->
<html lang="en-US"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Turtles and Ferries – The Lakeside Blog</title>
<link rel="canonical" href="https://lakeside.example/2015/03/turtles-and-ferries/">
<meta property="og:site_name" content="The Lakeside Blog"><meta property="og:title" content="Turtles and Ferries">
<meta property="article:published_time" content="2015-03-01T10:00:00+00:00"><meta name="author" content="Opal Reeds">
<style>.x{{color:red}}</style></head><body class="post-template single">
<header id="masthead"><a href="/">The Lakeside Blog</a>{MENU}</header>
<main><article class="post-12 post type-post hentry"><header class="entry-header"><h1 class="entry-title">Turtles and Ferries</h1>
<div class="entry-meta">Posted on <time class="entry-date published" datetime="2015-03-01T10:00:00+00:00">March 1, 2015</time> by <span class="author vcard"><a href="/author/opal">Opal Reeds</a></span></div></header>
<div class="entry-content"><p>Brian Loom, who <em>draws</em> the ferries, talked about animals at&nbsp;length. &ldquo;I have always loved turtles more than any ferry,&rdquo; said Brian Loom.</p>
<p>He wrote it down afterwards, and I give it here in full:</p>
<blockquote><p>Turtles are slow, but they never give up on a friend, and that is the whole of the story that we wanted to tell.</p><p>They carry their houses, and nobody may take them.</p></blockquote>
<h2>What came after</h2>
<p>Mara Quill was not there.<br>She wrote a letter instead. &ldquo;The lake was never the point,&rdquo; Mara Quill wrote.</p>
<ul><li>One ferry sank.</li><li>Another one did not.</li></ul>
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li><a href="#">Twitter</a></li><li><a href="#">Facebook</a></li></ul></div></div>
<footer class="entry-footer">Posted in <a href="/cat">Ferries</a></footer></article>
<div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on Turtles</h2><ol class="comment-list"><li class="comment"><article class="comment-body"><div class="comment-content"><p>I never read such nonsense about turtles in all of my life, and I read much.</p></div></article></li></ol></div></main>
<aside id="secondary" class="widget-area"><h2>Recent Posts</h2><ul><li><a href="/a">An old post about nothing</a></li></ul></aside>
<footer id="colophon">Proudly powered by WordPress</footer></body></html>"""
NEWS = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Creators speak about the ferry - Harbour Times</title>
<meta property="og:url" content="https://times.example/arts/ferry?id=7"><meta property="og:type" content="article">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Creators speak about the ferry","datePublished":"2014-12-22T18:30:00Z","dateModified":"2016-01-05T00:00:00Z","author":[{{"@type":"Person","name":"Nell Harker"}},{{"@type":"Person","name":"Ira Voss"}}],"publisher":{{"@type":"NewsMediaOrganization","name":"Harbour Times"}}}}</script>
</head><body><header>{MENU}</header><div class="cookie-banner"><p>We use cookies to give you the best experience on this site.</p></div>
<article><h1>Creators speak about the ferry</h1><p class="byline">By Nell Harker and Ira Voss</p>
<div class="article-body"><p>The two creators of <i>Grey Tide</i> sat down with us on Monday to talk about the last ferry of the series.</p>
<p>“You can celebrate it, embrace it, accept it, get over it, or whatever you feel the need to do,” co-creator Mara Quill said. “But there is no denying it.”</p>
<figure><img src="a.jpg" alt="A ferry"><figcaption>A ferry on the lake. Photo: Harbour Times</figcaption></figure>
<p>Otto Pike, who plays the ferryman, laughed. “I only ever wanted to row,” Otto Pike said.</p>
<aside class="related"><h3>Read more</h3><ul><li><a href="/1">Ten ferries you must see</a></li></ul></aside>
<p>The last part will be shown in spring, and neither of them wanted to say a word about how it ends.</p></div></article>
<section class="comments"><h2>Comments</h2><div class="comment"><p>First comment: what a lovely interview, thank you so much for it.</p></div></section>
<footer><p>© 2024 Harbour Times. All rights reserved.</p></footer></body></html>"""
TUMBLR = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>quillandink — Grey Tide is real</title>
<meta property="og:site_name" content="Tumblr"><meta property="og:title" content="Grey Tide is real"><meta property="og:url" content="https://quillandink.tumblr.example/post/105916338157/grey-tide">
<meta property="article:author" content="https://quillandink.tumblr.example"><link rel="canonical" href="https://quillandink.tumblr.example/post/105916338157/grey-tide"></head>
<body><div id="header"><h1><a href="/">quillandink</a></h1></div><section id="posts"><article class="post text"><h2 class="title"><a href="/post">Grey Tide is real</a></h2>
<div class="body-text"><p>You can celebrate it, embrace it, accept it, get over it, or whatever you feel the need to do, but there is no denying it. That is the official story.</p>
<p>We received some wonderful press in the wake of the finale, and <b>Otto</b> and I were very glad about it.<br><br>As we wrote the first season, we noticed that the two of them had a way with one another. "They will not let us do it," I said to Otto.</p>
<p>Was it slow? It was. I am only sorry that it took us so long, and I thank everybody who waited for it.</p></div>
<footer><div class="date"><a href="/post">Dec 22nd, 2014</a></div><div class="tags"><a href="/t">#grey tide</a></div><div class="notes">2,345 notes</div></footer></article></section>
<ol class="notes"><li class="note reblog">someone reblogged this from quillandink</li></ol></body></html>"""
FORUM = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>What did the creators say? | Grey Tide Fandom</title><meta property="og:site_name" content="Grey Tide Fandom">
<link rel="canonical" href="https://forum.example/threads/what-did-they-say.77/"></head><body><div class="p-nav">{MENU}</div>
<div class="p-body"><h1 class="p-title-value">What did the creators say?</h1><div class="block-body js-replyNewMessageContainer">
<article class="message message--post" data-author="ferryfan"><div class="message-user"><h4 class="message-name"><a class="username">ferryfan</a></h4><div class="userTitle">Member</div></div>
<div class="message-main"><header class="message-attribution"><time datetime="2015-01-02T08:00:00+0000">Jan 2, 2015</time> <a href="#1">#1</a></header><div class="message-content"><div class="bbWrapper">Does anybody remember what Mara Quill said at the panel in autumn? I was there, and I wrote some of it down as she spoke.<br>
<br>
"We always meant it to end on the lake," said Mara Quill. That is all that I have.</div></div><footer class="message-footer"><a>Like</a> <a>Reply</a></footer></div></article>
<article class="message message--post" data-author="rower"><div class="message-user"><h4 class="message-name"><a class="username">rower</a></h4></div>
<div class="message-main"><header class="message-attribution"><time datetime="2015-01-03T08:00:00+0000">Jan 3, 2015</time> <a href="#2">#2</a></header><div class="message-content"><div class="bbWrapper"><blockquote class="bbCodeBlock--quote"><div class="bbCodeBlock-title">ferryfan said:</div><div class="bbCodeBlock-content">Does anybody remember what Mara Quill said at the panel in autumn?</div></blockquote>
I do, and it was Otto Pike who answered her there. "I only ever wanted to row," Otto Pike told the whole room, and everybody laughed for a long time.</div></div></div></article></div></div>
<footer class="p-footer"><a>Contact us</a><a>Terms</a></footer></body></html>"""
LOGIN = f"""<html><head><title>Log in</title></head><body>{MENU}<form><input name=user><input name=password><button>Log in</button></form><footer>© 2020</footer></body></html>"""

POST = """<div class="post" id="p{0}"><div class="inner"><dl class="postprofile"><dt><a class="username">{1}</a></dt>
<dd>Posts: {0}12</dd></dl><div class="postbody"><h3><a href="#p{0}">Re: The end</a></h3>
<p class="author"><a href="#">by</a> <strong>{1}</strong> » Tue Mar 0{0}, 2012 8:00 pm</p>
<div class="content">{2}</div><div class="signature">The tern knows the way.</div></div></div></div>"""
THREAD = f"""<!DOCTYPE html><html lang="en-gb"><head><meta charset="utf-8"><title>The end - Harbour Forums</title></head>
<body class="section-viewtopic"><div id="page-header"><h1>Harbour Forums</h1><p>All about ferries</p></div>{MENU}
{POST.format(1, "Grebe", "I think that she meant every word of it.")}
{POST.format(2, "Teal", "<blockquote><div><cite>Grebe wrote:</cite><br>Every word of it.</div></blockquote>Not all.<br><br>Listen.")}
{POST.format(3, "Otto", "Hi, I wrote it. She meant it.")}
<div id="page-footer">Powered by phpBB. All times are UTC.</div></body></html>"""
OLD = """<HTML><HEAD><TITLE>A talk with Mara Quill</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><CENTER><FONT SIZE=5><B>A talk with
Mara Quill</B></FONT></CENTER><BR><FONT FACE="Verdana">We met at the pier.<BR><BR><B>HT:</B> Why ferries?<BR><BR>
<B>Quill:</B> Boats were taken. Everybody does boats.<BR><BR>She rowed home.</FONT></BODY></HTML>"""
SPOKEN_WIKI = """<!DOCTYPE html><html lang="en"><head><title>Mara Quill | Tide Wiki | Fandom</title>
<meta property="og:title" content="Mara Quill"></head><body><div class="mw-parser-output">
<aside class="portable-infobox"><h2 class="pi-title">Mara Quill</h2><div class="pi-data" data-source="aliases"><h3 class="pi-data-label">Also known as</h3><div class="pi-data-value">The Heron<br>Mar (by <a>Otto</a>)</div></div>
<div class="pi-data"><h3 class="pi-data-label">Voiced by</h3><div class="pi-data-value">Ann Bo</div></div><div class="pi-data"><h3 class="pi-data-label">Species</h3><div class="pi-data-value">Human</div></div></aside>
<table class="cquote"><tr><td>“</td><td>Leave the oars.</td><td>”</td></tr><tr><td colspan="3">— Mara to <a>Otto</a>, in “Ebb”</td></tr></table>
<p><b>Mara Quill</b> keeps a ferry.</p><div class="quote"><dl><dd><i>"I never row."</i></dd><dd>―<a title="Otto Pike">Otto</a></dd></dl></div>
<dl><dd><b>Height</b>: 2 yards</dd><dd><b>Eyes</b>: grey</dd></dl>
<h2>Talk</h2><dl><dd><b>Otto</b>: <i>(low)</i> Are you there?</dd><dd><b>Mara</b>: I am.</dd></dl>
<table class="wikitable"><tr><th>Year</th><td>2014</td></tr></table><h2>Gallery</h2><ul class="gallery"><li>Mara rows.</li></ul></div></body></html>"""
WIKI_SCRIPT = """<html><head><title>Transcript:Ebb | Tide Wiki | Fandom</title></head><body><div class="mw-parser-output">
<table><tr><th>Written by</th><td>Nell Harker</td></tr></table><h2>Act I</h2><table class="wikitable"><tbody>
<tr><td></td><td><i>A grey lake.</i></td></tr><tr><th>Mara</th><td>Stop. <i>[Turns.]</i> Look at that boat!</td></tr>
<tr><th>Otto</th><td><i>[Rows.]</i> No.</td></tr><tr><th>Mara</th><td>Otto, look.</td></tr></tbody></table></div></body></html>"""
WIKI = """<!DOCTYPE html><html lang="en"><head><title>Mara Quill | Tide Wiki | Fandom</title><meta name="generator" content="MediaWiki 1.39.7">
<meta property="og:title" content="Mara Quill"></head><body class="mediawiki"><div id="content" class="page-content"><div class="mw-parser-output">
<aside class="portable-infobox"><h2>Mara Quill</h2><div>Human</div></aside><p><b>Mara Quill</b> draws ferries.<sup class="reference"><a>[1]</a></sup> She was born in spring.</p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li>Life</li></ul></div>
<h2><span class="mw-headline">Life</span><span class="mw-editsection">[<a>edit</a>]</span></h2><p>She left the pier when she was nine years old.</p>
<ol class="references"><li>Book 1, page 4.</li></ol></div></div></body></html>"""
